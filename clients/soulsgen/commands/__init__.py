"""The commands, one a file: each parses and calls a plain function."""
