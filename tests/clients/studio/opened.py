"""A studio that listens on a free port, before an animator archive on loopback; and its callers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from clients.loopback import serving
from clients.studio.archived import ANNA, Archive, png
from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio
from soulsgen.studio.viewers import Viewers
from soulsgen.torchserve import Endpoint
from waiting import LIMIT_S


@dataclass
class House:
    """`said`: what the studio told whoever runs it."""

    studio: Studio
    archive: Archive
    said: list[str]

    @property
    def url(self) -> str:
        return self.studio.url.rstrip("/")

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def post(self, name: str, table: Any = None, **more: Any) -> requests.Response:
        return requests.post(f"{self.url}/api/avatar/{name}", json=table, timeout=LIMIT_S, **more)

    def get(self, name: str, **more: Any) -> requests.Response:
        return requests.get(f"{self.url}/api/avatar/{name}", timeout=LIMIT_S, **more)

    def upload(self, name: str = "load", **parts: bytes) -> requests.Response:
        files = {part: (f"{part}.png", content) for part, content in parts.items()}
        return requests.post(f"{self.url}/api/avatar/{name}", files=files, timeout=LIMIT_S)

    def load(self, **fields: Any) -> str:
        """The id of a new instance of Anna, by her picture, that moves."""
        loaded = self.upload(file=png(ANNA)).json()["instance_id"]
        assert self.post("start", {"instance_id": loaded}).text == "OK"
        return str(loaded)

    def state(self, instance_id: str) -> dict[str, Any]:
        told = self.get("state", params={"instance_id": instance_id})
        assert told.status_code == 200, told.text
        return dict(told.json())


@contextmanager
def opened(
    place: Place | None = None,
    viewers: Viewers | None = None,
    host: str | None = None,
    archive: Archive | None = None,
    **plan: Any,
) -> Iterator[House]:
    """host: of a TorchServe, in place of the archive's own."""
    archive, said = archive or Archive(), list[str]()
    with serving(archive) as url:
        endpoint = Endpoint(host or url, retries=0)
        with Studio(Plan(endpoint, **plan), place or Place(port=0), said.append, viewers) as studio:
            studio.greet()
            yield House(studio, archive, said)
