"""A plain reader of multipart/x-mixed-replace, by its rules and no other's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import requests

from waiting import LIMIT_S


@dataclass(frozen=True)
class Part:
    """headers: in lower case."""

    headers: dict[str, str]
    content: bytes


def parts(url: str, **more: Any) -> Iterator[Part]:
    """Of the stream at `url`, which is hung up when the iterator is closed; ends with the stream."""
    with requests.get(url, stream=True, timeout=LIMIT_S, **more) as answer:
        assert answer.status_code == 200, answer.text
        found = re.fullmatch(r"multipart/x-mixed-replace; boundary=(\S+)", answer.headers["Content-Type"])
        assert found
        yield from read_parts(_Chunks(answer), found[1])


def read_parts(file: "BinaryIO | _Chunks", boundary: str) -> Iterator[Part]:
    while (line := file.readline()) == f"--{boundary}\r\n".encode():
        headers = {}
        while line := file.readline().rstrip(b"\r\n"):
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        yield Part(headers, file.read(int(headers["content-length"])))
        assert file.readline() == b"\r\n"
    assert line == f"--{boundary}--\r\n".encode()


class _Chunks:
    """The body as a file, without the framing of its transfer."""

    def __init__(self, answer: requests.Response) -> None:
        self._chunks = answer.iter_content(None)
        self._kept = b""

    def readline(self) -> bytes:
        while b"\n" not in self._kept and (chunk := next(self._chunks, b"")):
            self._kept += chunk
        line, found, self._kept = self._kept.partition(b"\n")
        return line + found

    def read(self, count: int) -> bytes:
        while len(self._kept) < count and (chunk := next(self._chunks, b"")):
            self._kept += chunk
        content, self._kept = self._kept[:count], self._kept[count:]
        return content
