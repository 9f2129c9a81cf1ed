"""Filters over a drawn picture: lenses, tapes, displays. `chain` reads and applies them."""
