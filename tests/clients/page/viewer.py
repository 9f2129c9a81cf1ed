"""What a viewer hears."""

import json
from typing import Any

import requests

from waiting import LIMIT_S


class Viewer:
    """One connection to the events."""

    def __init__(self, url: str, **headers: str) -> None:
        self.answer = requests.get(f"{url}events", headers=headers, stream=True, timeout=LIMIT_S)
        self._lines = self.answer.iter_lines(decode_unicode=True, chunk_size=1)
        self.mark = ""

    def event(self) -> tuple[str, Any]:
        found: dict[str, str] = {}
        for line in self._lines:
            if not line:
                if "event" in found:
                    break
                continue
            name, _, value = line.partition(": ")
            found[name] = value
        self.mark = found.get("id", self.mark)
        return found["event"], json.loads(found["data"])

    def news(self) -> dict[str, Any]:
        while True:
            kind, data = self.event()
            if kind == "news":
                return dict(data)

    def until(self, lines: int, scenes: int) -> None:
        """Hear of so many, in as many pieces as they come."""
        while lines > 0 or scenes > 0:
            news = self.news()
            lines, scenes = lines - len(news["lines"]), scenes - len(news["scenes"])

    def close(self) -> None:
        self.answer.close()
