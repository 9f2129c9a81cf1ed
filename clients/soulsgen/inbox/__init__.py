"""An inbox of recordings: each becomes a session with its recap, and is told of on channels, once."""
