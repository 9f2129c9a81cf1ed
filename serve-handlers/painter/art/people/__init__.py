"""People: bodies, clothes, heads, what they carry, how they stand."""
