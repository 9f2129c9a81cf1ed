"""A session's folder: its transcript, which is the truth, and what is derived from it."""
