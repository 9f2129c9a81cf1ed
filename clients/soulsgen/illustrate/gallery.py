"""scenes.jsonl and the pictures beside it: each scene once, its picture on the disk before its line."""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.files import write_bytes, write_text

SCENES = "scenes.jsonl"
_NUMBER = re.compile(r"scene-(\d{6,9})\.png", re.ASCII)


@dataclass(frozen=True)
class Painted:
    """A line of scenes.jsonl.

    at: seconds of the newest line it shows. image: None where the painter would not paint it. seen: how many
    lines of the transcript are in this scene or an earlier one. due: the second at which it was due.
    """

    at: float
    scene: str
    image: str | None
    prompt: str
    seed: int
    seen: int
    due: float


class Gallery:
    """The scenes of one session folder."""

    def __init__(self, folder: Path) -> None:
        """What a killed run left half written is cut off. Raises SoulsgenError for a damaged file."""
        self.folder = folder
        self._path = folder / SCENES
        self._repair()
        self.scenes = [self._scene(line, n) for n, line in enumerate(self._lines(), 1)]

    def next_image(self) -> str:
        """A name that no scene has; what a killed run may have left under it is nobody's."""
        used = [int(found[1]) for each in self.scenes if (found := _NUMBER.fullmatch(each.image or ""))]
        return f"scene-{max([len(self.scenes), *used], default=0) + 1:06}.png"

    def add(self, painted: Painted, content: bytes | None) -> None:
        """On the disk when this returns. Raises OSError, and nothing was added."""
        if painted.image and content is not None:
            write_bytes(self.folder / painted.image, content)
            words = f"{painted.scene}\n\n{painted.prompt}\n"
            write_text((self.folder / painted.image).with_suffix(".txt"), words)
        line = json.dumps(asdict(painted), ensure_ascii=False).encode() + b"\n"
        with self._path.open("ab", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            try:
                if file.write(line) != len(line):
                    raise OSError(28, "No space left on device")  # noqa: TRY301
                os.fsync(file.fileno())
            except OSError:
                os.ftruncate(file.fileno(), size)
                raise
        self.scenes.append(painted)

    def _lines(self) -> list[bytes]:
        return self._path.read_bytes().splitlines() if self._path.is_file() else []

    def _repair(self) -> None:
        content = self._path.read_bytes() if self._path.is_file() else b""
        whole = content.rfind(b"\n") + 1
        if whole != len(content):
            with self._path.open("r+b") as file:
                file.truncate(whole)

    def _scene(self, line: bytes, number: int) -> Painted:
        try:
            found: dict[str, Any] = json.loads(line)
            return Painted(
                at=float(found["at"]),
                scene=str(found["scene"]),
                image=found.get("image"),
                prompt=str(found.get("prompt", "")),
                seed=int(found.get("seed", 0)),
                seen=int(found.get("seen", 0)),
                due=float(found.get("due", found["at"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise SoulsgenError(f"{self._path}:{number}: not a scene ({error!r})") from error
