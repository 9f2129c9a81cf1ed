"""An evening of four that the project wrote and a synthesiser speaks, from its sound to its recap."""
