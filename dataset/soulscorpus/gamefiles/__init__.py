"""Text tables out of a game's own files, and back: FMG, `.fmg.xml`, BND3, BND4, DCX."""
