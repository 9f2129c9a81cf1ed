"""Beasts of land, air and water."""
