"""The scribe: Whisper, from audio in any common container to text with times, speech and reasons."""
