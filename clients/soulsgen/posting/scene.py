"""Painted scenes of session folders, and the newest that a channel has not had.

The slot of a scene is the digest of its picture. So it is posted once, from whichever copy of the folder.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from soulsgen.bucket.reading import Reader
from soulsgen.channels.image import MAX_FILE_BYTES, read_image
from soulsgen.channels.post import Channel, Image
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.illustrate.gallery import SCENES
from soulsgen.illustrate.poster import alt_text
from soulsgen.ledger.entry import State
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.likeness import repeated
from soulsgen.page.view import IMAGE_NAME
from soulsgen.posting.delivery import NEVER_ARRIVED
from soulsgen.posting.share import share_of
from soulsgen.session.folder import SETTINGS

_MOST_BYTES = 64 << 20  # of scenes.jsonl
# A post of unknown fate is looked for so long; then it is a person's to look for.
_LOOKED_FOR = timedelta(hours=1)

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Scene:
    """A scene that has a picture, `image`, in the reader's `folder`; `when` it was told."""

    reader: Reader
    folder: str
    image: str
    text: str
    when: datetime

    @property
    def name(self) -> str:
        return f"{self.folder}/{self.image}".lstrip("/")

    def picture(self) -> bytes | None:
        return self.reader.read(self.name, MAX_FILE_BYTES)


@dataclass(frozen=True)
class Choice:
    """What is to be posted, and the channels that want it."""

    scene: Scene
    slot: str
    image: Image
    channels: tuple[Channel, ...]


def scenes(reader: Reader, tell: Tell) -> list[Scene]:
    """Of a session folder, or of all in a folder, where one that is damaged is passed over.

    Raises SoulsgenError with file and line for a session folder that is damaged, Unavailable as the reader.
    """
    names = reader.entries("")
    if SCENES in names:
        return list(_scenes(reader, ""))
    found: list[Scene] = []
    for folder in (name for name, size in names.items() if size is None):
        try:
            found += _scenes(reader, folder)
        except Unavailable:
            raise
        except SoulsgenError as error:
            tell(f"{error}; passed over")
    return found


def _scenes(reader: Reader, folder: str) -> Iterator[Scene]:
    path = f"{folder}/{SCENES}".lstrip("/")
    content = reader.read(path, _MOST_BYTES)
    if content is None:
        return
    began = _began(reader, folder)
    # What is just being written has no end of line yet.
    for number, line in enumerate(content[: content.rfind(b"\n") + 1].splitlines(), 1):
        try:
            table: dict[str, Any] = json.loads(line)
            text, image = str(table["scene"]).strip(), str(table.get("image"))
            when = began + timedelta(seconds=float(table["at"]))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise SoulsgenError(f"{reader.url(path)}:{number}: not a scene ({error!r})") from error
        if text and IMAGE_NAME.fullmatch(image):
            yield Scene(reader, folder, image, text, when)


def _began(reader: Reader, folder: str) -> datetime:
    """Raises SoulsgenError for a folder that says nothing of it."""
    path = f"{folder}/{SETTINGS}".lstrip("/")
    try:
        moment = datetime.fromisoformat(json.loads(reader.read(path, _MOST_BYTES) or b"{}")["started"])
    except (ValueError, KeyError, TypeError) as error:
        raise SoulsgenError(f"{reader.url(path)} does not say when the session began ({error!r})") from error
    return moment if moment.tzinfo else moment.astimezone()


def choose(
    found: Sequence[Scene],
    channels: Sequence[Channel],
    ledger: Ledger | None,
    tell: Tell,
    *,
    allow_url: bool = False,
    refused: bool = False,
    anyway: bool = False,
) -> Choice | None:
    """The first of `found` that a channel lacks: all, where there is no `ledger`. `anyway`: the first.

    What a channel refused before, it does not lack, unless `refused`.
    """
    for scene in found:
        content = scene.picture()
        if content is None:
            tell(f"{scene.name} is not there; passed over")
            continue
        slot = sha256(content).hexdigest()
        lacking = [
            channel
            for channel in channels
            if not _done(channel, scene, ledger, slot, refused, tell)
            and _takes(channel, scene, ledger, slot, allow_url, tell)
        ]
        if not lacking and not anyway:
            continue
        try:
            return Choice(scene, slot, _image(content, scene), tuple(lacking))
        except SoulsgenError as error:
            tell(f"{scene.name}: {error}; passed over")
    return None


def _done(
    channel: Channel, scene: Scene, ledger: Ledger | None, slot: str, refused: bool, tell: Tell
) -> bool:
    """Whether it has the scene, or refused it: what is refused must not block the others."""
    entry = ledger.get(channel.name, channel.account, slot) if ledger else None
    if entry is None:
        return False
    if entry.state == State.FAILED and entry.reason != NEVER_ARRIVED and not refused:
        tell(f"{channel.name}: {scene.name} is passed over: {entry.reason}; --refused tries it again")
        return True
    return entry.state == State.SENT or (entry.state == State.SENDING and _given_up(entry.sending))


def _takes(
    channel: Channel, scene: Scene, ledger: Ledger | None, slot: str, allow_url: bool, tell: Tell
) -> bool:
    """Whether it would have the scene, and has had nothing like it."""
    try:
        text = share_of(channel.name, channel, scene.text, allow_url=allow_url).text
    except Refused as error:
        tell(f"{channel.name}: {scene.name} is passed over: {error}")
        return False
    except SoulsgenError:
        return True  # a channel that does not answer is heard of when its turn comes
    return not (ledger and repeated(text, ledger.texts(channel.name, slot)))


def _given_up(sending: str | None) -> bool:
    return sending is not None and datetime.now(UTC) - datetime.fromisoformat(sending) > _LOOKED_FOR


def _image(content: bytes, scene: Scene) -> Image:
    with tempfile.TemporaryDirectory(prefix="soulsgen-") as folder:
        path = Path(folder) / scene.image
        path.write_bytes(content)
        try:
            return read_image(path, alt_text(scene.text))
        except SoulsgenError as error:
            raise SoulsgenError(str(error).replace(f"{folder}/", "")) from error
