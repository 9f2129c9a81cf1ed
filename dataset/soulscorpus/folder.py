"""Where a corpus may be written."""

from pathlib import Path

from soulscorpus.errors import CorpusError
from soulscorpus.manifest import NAME, read_manifest


def check_target(out: Path, source: Path) -> None:
    """Raise CorpusError unless `out` is free, empty, or a corpus of ours and nothing else."""
    if source.resolve().is_relative_to(out.resolve()):
        raise CorpusError(f"{out} holds the source folder {source}; name another folder for the corpus")
    if not out.exists():
        return
    if not out.is_dir():
        raise CorpusError(f"{out} is a file; name a folder for the corpus")
    present = {path.name for path in out.iterdir()}
    manifest = read_manifest(out)
    if present and manifest is None:
        raise CorpusError(f"{out} is not empty and holds no {NAME} of a corpus; name another folder")
    outputs = (manifest or {}).get("outputs")
    if strangers := present - {NAME, *(outputs if isinstance(outputs, dict) else ())}:
        names = ", ".join(sorted(strangers))
        raise CorpusError(f"{out} also holds {names}; move it away or name another folder")
