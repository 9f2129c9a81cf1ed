"""Engines that speak: espeak-ng in a process of its own, and checkpoints of transformers."""
