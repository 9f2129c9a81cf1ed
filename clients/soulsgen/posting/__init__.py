"""One line to several channels, each exactly once in a slot."""
