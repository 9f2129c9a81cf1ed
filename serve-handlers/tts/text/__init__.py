"""From a text as it is written to sentences as they are spoken, each word tied to its place."""
