"""Corpus in, weights out: trains the models that SoulsGen serves."""
