"""The process that decodes KRAK: packed bytes on standard input, `size` bytes on standard output.

Run as a script by `krak`, never imported for its work: the decoder's code stays out of our process.
Exit status ABSENT when there is no decoder, 1 when it refuses, a signal when it crashes.
"""

import sys
from importlib import import_module

ABSENT = 3
MEMORY_BYTES = 1024**3  # beyond three times the output


def main() -> int:
    size = int(sys.argv[1])
    packed = sys.stdin.buffer.read()
    try:
        decoder = import_module("ooz")
    except ModuleNotFoundError:
        return ABSENT
    _limit(size)
    try:
        data = decoder.decompress(packed, size)
    except (RuntimeError, MemoryError):
        return 1
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def _limit(size: int) -> None:
    """Limits that the system knows, where it knows any; Windows has only the parent's clock."""
    try:
        import resource
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES + 3 * size,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
