"""What a text says can be seen: words to features, features to a Scene."""
