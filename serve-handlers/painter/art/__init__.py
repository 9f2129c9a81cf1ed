"""How a Scene is painted: a small deferred renderer in numpy, and the things it can draw."""
