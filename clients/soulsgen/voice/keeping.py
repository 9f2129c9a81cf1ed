"""Where an utterance is kept: the sound, and its subtitles."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from soulsgen import subtitles
from soulsgen.errors import SoulsgenError
from soulsgen.files import Content, create_file, write_bytes
from soulsgen.voice.captions import segments
from soulsgen.voice.said import Said

WRITERS = {"srt": subtitles.srt, "vtt": subtitles.vtt}


def check_free(paths: Iterable[Path], force: bool) -> None:
    """Raises SoulsgenError naming every file that is there already, or that is asked for twice."""
    wanted = list(paths)
    twice = sorted({str(path) for path in wanted if wanted.count(path) > 1})
    if twice:
        raise SoulsgenError(f"wanted for two things: {', '.join(twice)}")
    there = sorted(str(path) for path in wanted if path.exists())
    if there and not force:
        raise SoulsgenError(f"there already: {', '.join(there)}; --force replaces them")


def keep(said: Said, sound: Path | None, captions: Mapping[str, Path], force: bool) -> None:
    """Write the sound, and the subtitles by their format ("srt", "vtt"); each whole or not at all."""
    content: dict[Path, Content] = {sound: said.audio} if sound else {}
    for form, path in captions.items():
        content[path] = WRITERS[form](segments(said.words)).encode()
    for path, written in content.items():
        write(path, written, force)


def write(path: Path, content: Content, force: bool = False) -> None:
    """Raises SoulsgenError when somebody made the file in the meantime, unless `force`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if force:
        write_bytes(path, content)
        return
    try:
        create_file(path, content)
    except FileExistsError as error:
        raise SoulsgenError(f"{path} is there now, and was left as it is") from error
