"""The live page of a session folder: newest scene, history and transcript in a browser, read-only."""
