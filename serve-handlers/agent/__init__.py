"""Text about a session and its world: recaps, scenes to paint, answers from the lore, all with sources."""
