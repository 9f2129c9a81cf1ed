"""A sample of every voice in a folder, to choose one by ear; a stopped run goes on where it was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from soulsgen.errors import Refused
from soulsgen.voice.keeping import write
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import ServedVoice, Speaker


@dataclass(frozen=True)
class Sample:
    """A voice and its file; `fault` says why there is none."""

    voice: ServedVoice
    path: Path
    fault: str | None = None


def chosen(voices: Sequence[ServedVoice], language: str | None) -> list[ServedVoice]:
    """Those of a language: `en` is every English, `en-gb` that of Britain."""
    if not language:
        return list(voices)
    wanted = language.lower().replace("_", "-")
    return [voice for voice in voices if f"{voice.language.lower()}-".startswith(f"{wanted}-")]


def sample_path(folder: Path, voice: ServedVoice, form: str) -> Path:
    """No two voices share a file, whatever is in their names."""
    return folder / f"{quote(voice.name, safe='+')}.{form}"


def write_samples(
    speaker: Speaker, voices: Sequence[ServedVoice], folder: Path, order: Order, form: str
) -> Iterator[Sample]:
    """Each sample as it is written; voices whose file is there are passed over.

    A voice that the archive refuses stops no other; a server that is away stops them all.
    """
    for voice in voices:
        path = sample_path(folder, voice, form)
        if path.exists():
            continue
        try:
            content = speaker.audio(replace(order, voice=voice.name), form)
        except Refused as error:
            yield Sample(voice, path, str(error))
            continue
        write(path, content)
        yield Sample(voice, path)
