"""Where lines go: one module a channel, each with the small face of `soulsgen.channels.post.Channel`."""
