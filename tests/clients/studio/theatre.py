"""A studio whose archives draw and speak: recorded speech with its visemes, and tones for other texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from clients.avatar.studio import TEXT
from clients.loopback import serving
from clients.studio.archived import Archive
from clients.studio.opened import House
from clients.voice.tts_server import Tts
from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio
from soulsgen.torchserve import Endpoint


class Theatre(Archive):
    """`tones` speaks what was not recorded, and is told of every cancel."""

    def __init__(self) -> None:
        super().__init__()
        self.tones = Tts()
        self.mute: Response | None = None

    def speak(self, payload: dict[str, Any]) -> Response:
        if self.mute:
            return self.mute
        if payload.get("text") == TEXT:
            return super().speak(payload)
        return self.tones.answer(Request.from_values("/predictions/tts"), payload)


@contextmanager
def playing(folder: Path, host: str | None = None, **plan: Any) -> Iterator[House]:
    """Recordings are kept in `folder`/recordings. host: of another TorchServe than the theatre's."""
    archive, said = Theatre(), list[str]()
    with pytest.MonkeyPatch.context() as patch, serving(archive) as url:
        patch.chdir(folder)
        endpoint = Endpoint(host or url, retries=0)
        with Studio(Plan(endpoint, **plan), Place(port=0), said.append) as studio:
            yield House(studio, archive, said)
