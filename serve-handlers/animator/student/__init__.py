"""THA4 students (mode_14): a character in two networks of sines, 1.8 MB."""
