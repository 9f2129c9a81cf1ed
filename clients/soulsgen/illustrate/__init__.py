"""The live illustrator: audio to lines, lines to scenes, scenes to pictures, while a table plays.

Each part has a `step` that does one piece of work and says in how many seconds it has more: with a clock of
their own the tests play an evening in a second, and `threads.py` runs them beside one another.
"""
