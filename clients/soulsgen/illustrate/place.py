"""The folder of an evening: a new one, named for its first second, or one to go on with."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from soulsgen.session.folder import SessionFolder, read_session


def open_folder(
    data_dir: Path, resume: Path | None, settings: Mapping[str, Any], started: datetime
) -> SessionFolder:
    """Raises SoulsgenError for a folder to resume that is no session's, or that another run holds."""
    if resume is not None:
        return SessionFolder(resume, read_session(resume)["settings"])
    return SessionFolder(_new(data_dir, started), settings, started)


def _new(data_dir: Path, started: datetime) -> Path:
    """A folder that was not there, also for the second evening of one second."""
    data_dir.mkdir(parents=True, exist_ok=True)
    stem = f"{started:%Y_%m_%d-%H_%M_%S}"
    for number in count(1):
        path = data_dir / (stem if number == 1 else f"{stem}-{number}")
        try:
            path.mkdir()
        except FileExistsError:
            continue
        return path
    raise AssertionError("unreachable: the numbers do not end")
