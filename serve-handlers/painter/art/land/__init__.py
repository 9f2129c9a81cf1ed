"""The land: its lie, its ground, what grows on it."""
