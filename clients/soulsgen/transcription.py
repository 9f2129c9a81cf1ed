"""Recordings to transcripts: from TorchServe's asr archive, into files that replace nothing."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from soulsgen import subtitles
from soulsgen.errors import SoulsgenError
from soulsgen.files import create_file
from soulsgen.torchserve import TorchServe

# Three hours on one core take a while; the archive's own limit is the same.
PATIENCE_S = 1800.0

Transcript = dict[str, Any]


def _json(transcript: Transcript) -> str:
    return json.dumps(transcript, ensure_ascii=False, indent=2) + "\n"


# Each format's ending and how a transcript is written in it.
FORMATS: dict[str, tuple[str, Callable[[Transcript], str]]] = {
    "json": (".json", _json),
    "text": (".txt", lambda transcript: subtitles.plain(transcript["segments"])),
    "srt": (".srt", lambda transcript: subtitles.srt(transcript["segments"])),
    "vtt": (".vtt", lambda transcript: subtitles.vtt(transcript["segments"])),
}


@dataclass(frozen=True)
class Target:
    """A recording and the files its transcript goes to, by format."""

    source: Path
    files: Mapping[str, Path]


def targets(
    sources: Iterable[Path], folder: Path | None, formats: Sequence[str], skip_done: bool = False
) -> list[Target]:
    """Where each transcript goes: `folder`, or beside its recording.

    With `skip_done`, recordings whose files are all there are left out. Raises SoulsgenError naming every
    file that is there already and every name two recordings share: nothing is replaced.
    """
    made = [
        Target(
            source, {form: (folder or source.parent) / f"{source.stem}{FORMATS[form][0]}" for form in formats}
        )
        for source in sources
    ]
    if skip_done:
        made = [target for target in made if not all(path.exists() for path in target.files.values())]
    paths = [path for target in made for path in target.files.values()]
    there = sorted({str(path) for path in paths if path.exists()})
    twice = sorted({str(path) for path in paths if paths.count(path) > 1})
    faults = [f"there already: {', '.join(there)}"] if there else []
    faults += [f"wanted by two recordings: {', '.join(twice)}"] if twice else []
    if faults:
        raise SoulsgenError(f"{'; '.join(faults)}; choose another folder with --output, or --skip-done")
    return made


def transcribe(
    client: TorchServe, source: Path, settings: Mapping[str, Any], model: str = "asr"
) -> Transcript:
    """Reply of the archive to the recording `source`; `settings` as its request has them.

    Raises SoulsgenError, with the file's name, as the client does.
    """
    audio = base64.b64encode(source.read_bytes()).decode("ascii")
    try:
        reply = client.predict(model, {"audio": audio, **settings})
    except SoulsgenError as error:
        large = "HTTP 413" in str(error)
        hint = "; raise max_request_size in config.properties, or cut the recording" if large else ""
        raise type(error)(f"{source}: {error}{hint}") from error
    if not isinstance(reply.get("segments"), list):
        raise SoulsgenError(f"{source}: {model} replied without segments: is it the asr archive?")
    return reply


def write_all(
    client: TorchServe, wanted: Iterable[Target], settings: Mapping[str, Any], model: str = "asr"
) -> Iterator[tuple[Target, Transcript]]:
    """Each target as its files are written, one recording after the other."""
    for target in wanted:
        transcript = transcribe(client, target.source, settings, model)
        for form, path in target.files.items():
            write_new(path, FORMATS[form][1](transcript))
        yield target, transcript


def write_new(path: Path, text: str) -> None:
    """Raises SoulsgenError when somebody made the file in the meantime."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        create_file(path, text.encode())
    except FileExistsError as error:
        raise SoulsgenError(f"{path} is there now; its transcript was not written") from error
