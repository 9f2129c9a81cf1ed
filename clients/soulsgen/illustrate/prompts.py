"""The two prompts as files of the session folder: edited during play, they hold from the next scene on."""

from dataclasses import dataclass
from pathlib import Path

from soulsgen.agent.prompts import SCENE
from soulsgen.files import write_text
from soulsgen.illustrate.board import Board

PART = "prompts"
PAINTING = "{scene}, digital painting, fantasy art\n"
_LONGEST = 20_000


@dataclass(frozen=True)
class Prompts:
    """`scene.txt` instructs a chat endpoint, `image.txt` the painter; {scene} stands for the scene there."""

    folder: Path
    board: Board

    def create(self) -> None:
        """The files that are not there yet."""
        for name, text in (("scene.txt", f"{SCENE}\n"), ("image.txt", PAINTING)):
            if not (self.folder / name).exists():
                write_text(self.folder / name, text)

    def scene(self) -> str:
        return self._read("scene.txt", SCENE)

    def painting(self, scene: str) -> str:
        """The painter's prompt. A prompt that does not mention {scene} follows it."""
        template = self._read("image.txt", PAINTING.strip())
        if "{scene}" not in template:
            template = "{scene}, " + template
        return template.replace("{scene}", scene.strip().rstrip("."))

    def _read(self, name: str, otherwise: str) -> str:
        """An editor may be writing it just now, or have left it empty: the default holds meanwhile."""
        path = self.folder / name
        try:
            text = path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            self.board.trouble(PART, f"{path} cannot be read ({error}); the default is used")
            return otherwise
        if not text or len(text) > _LONGEST:
            self.board.trouble(PART, f"{path} is empty or very long; the default is used")
            return otherwise
        self.board.well(PART)
        return text
