"""Artefacts in a bucket: one layout both ways, whole versions or none, every byte checked."""
