"""The scene painter: a text in, a picture out, by a diffusion pipeline or by brushes written by hand."""
