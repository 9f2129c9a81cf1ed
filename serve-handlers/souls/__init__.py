"""Souls lore from a GPT-2: the engine and its TorchServe handler."""
