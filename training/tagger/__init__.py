"""Makes the small English part-of-speech tagger that the corpus report falls back on."""
