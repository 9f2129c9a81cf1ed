"""Pictures made larger: by weighing pixels around each, or by the networks of a user's Anime4K shaders."""
