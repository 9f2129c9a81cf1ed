"""Memory that was given back is kept for the next piece of work.

A network asks for a hundred MB and gives them back, layer after layer. glibc returns blocks so large to the
system at once and fetches them anew, page by page; on a virtual machine that takes up to half of the time.
"""

import ctypes

# malloc.h: options of mallopt.
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
# Bytes that stay with this process while they are free at the end of its heap.
KEPT = 1 << 30


def keep_freed() -> None:
    """For the whole process, before the threads that compute begin; without glibc nothing is changed."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        # One heap for all threads, and nothing beside it: what is outside goes back at once.
        for option, value in ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, KEPT)):
            mallopt(option, value)
