"""`python -m soulsgen.models.conversion_process FOLDER OUT QUANTIZATION`, with serve-handlers on the path."""

import sys
from pathlib import Path


def main() -> None:
    from asr.pack import convert

    folder, out, quantization = sys.argv[1:]
    convert(Path(folder), Path(out), quantization)


if __name__ == "__main__":
    main()
