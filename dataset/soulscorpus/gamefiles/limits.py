"""How much one file may ask for. A game's text stays far below; a damaged or hostile file stops here."""

MAX_BYTES = 128 * 1024**2
"""Of one source file, and of everything unpacked from it together. A game's largest is about 20 MiB."""

LEAST_COST = 64 * 1024
"""Bytes of MAX_BYTES that unpacking anything takes, so that a million empty files end as well."""

MAX_TABLE_BYTES = 64 * 1024**2
"""Of one table, `.fmg` or `.fmg.xml`, and of its texts; parsed it takes several times as much."""

MAX_ENTRIES = 1_000_000
"""Of one table; the games' largest have some ten thousands."""

MAX_FILES = 20_000
"""Of one binder; the games' largest have some thousands."""

MAX_NAME_BYTES = 1024
"""Of a file's name in a binder."""

MAX_DEPTH = 6
"""Containers inside containers; a game has two: a DCX with a binder in it."""
