"""A folder that takes posts in place of a channel: to look at first, to post by hand, to test with."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from soulsgen.channels.limit import Limit
from soulsgen.channels.post import ImageLimit, Post, Receipt
from soulsgen.channels.weighted_length import weighted_length
from soulsgen.errors import SoulsgenError
from soulsgen.files import create_file


class Outbox:
    """Writes each post as `<UTC time>-<digest>.txt` with its record, the same name in `.json`.

    Its images are `<the same name>-image<number>.<type>`. Nothing is overwritten. The record appears last:
    a reader that starts from the `.json` files never meets half a post.
    """

    name = "outbox"
    idempotent = True
    limit = Limit("the outbox", "characters", 100_000, len)
    images = ImageLimit(max_bytes=100_000_000, alt=10_000)

    def __init__(self, folder: Path, channel: str = name) -> None:
        """`channel` is the name of the channel the posts are meant for."""
        self.folder = folder
        self.channel = channel
        self.account = str(folder.resolve())

    def send(self, post: Post) -> Receipt:
        """Raises SoulsgenError when the folder cannot be written."""
        created = datetime.now(UTC)
        record: dict[str, Any] = {
            "channel": self.channel,
            "text": post.text,
            "made_with_ai": post.made_with_ai,
            "created": created.isoformat(timespec="seconds"),
            "weighted_length": weighted_length(post.text),
        }
        digest = hashlib.sha256(post.text.encode()).hexdigest()[:8]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._create_free(f"{created:%Y%m%dT%H%M%SZ}-{digest}", f"{post.text}\n".encode())
            record |= self._images(path, post) | ({"key": post.key} if post.key else {})
            create_file(
                path.with_suffix(".json"), json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n"
            )
        except OSError as error:
            raise SoulsgenError(f"{self.folder} does not take the post: {error.strerror or error}") from error
        return Receipt(id=path.stem, url=path.resolve().as_uri())

    def find(self, post: Post, since: datetime) -> Receipt | None:  # noqa: ARG002 - a key says it all
        """The record that has the key of `post`."""
        for path in sorted(self.folder.glob("*.json"), reverse=True):
            if post.key and _key_of(path) == post.key:
                return Receipt(id=path.stem, url=path.with_suffix(".txt").resolve().as_uri())
        return None

    def _images(self, path: Path, post: Post) -> dict[str, Any]:
        """Write the images beside the text; their part of the record."""
        written = []
        for number, image in enumerate(post.images, 1):
            file = path.with_name(f"{path.stem}-image{number}.{image.media_type.partition('/')[2]}")
            create_file(file, image.content)
            written.append({"file": file.name, "alt": image.alt})
        return {"images": written} if written else {}

    def _create_free(self, stem: str, text: bytes) -> Path:
        for path in self._names(stem):
            if path.with_suffix(".json").exists():
                continue
            try:
                create_file(path, text)
            except FileExistsError:
                continue
            return path
        raise AssertionError("unreachable: the names do not end")

    def _names(self, stem: str) -> Iterator[Path]:
        """`stem`, then `stem-2`, … for the same text within the same second."""
        yield self.folder / f"{stem}.txt"
        for number in count(2):
            yield self.folder / f"{stem}-{number}.txt"


def _key_of(path: Path) -> str | None:
    """The key in a record; None for a file of somebody else's."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except ValueError:
        return None
    return record.get("key") if isinstance(record, dict) else None
