"""What a worker sends to TorchServe, read as its server reads it."""

import socket
import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Prediction:
    """A row's part of one message."""

    request_id: str
    content_type: str
    status: int
    headers: dict[str, str]
    content: bytes


class Messages:
    """A socket's other side: the messages that came, each a list of predictions."""

    def __init__(self) -> None:
        self.sender, self.receiver = socket.socketpair()
        self.sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)

    def read(self) -> list[list[Prediction]]:
        """All messages so far."""
        self.receiver.setblocking(False)
        self.content = b""
        while block := self._block():
            self.content += block
        messages = []
        while self.content:
            assert self._number() == 200
            self._bytes()
            messages.append(self._predictions())
        return messages

    def _block(self) -> bytes:
        try:
            return self.receiver.recv(1 << 20)
        except BlockingIOError:
            return b""

    def _predictions(self) -> list[Prediction]:
        found = []
        while (size := self._number()) != -1:
            request_id, content_type = self._take(size).decode(), self._bytes().decode()
            status = self._number()
            self._bytes()
            headers = {self._bytes().decode(): self._bytes().decode() for _ in range(self._number())}
            found.append(Prediction(request_id, content_type, status, headers, self._bytes()))
        return found

    def _number(self) -> int:
        return int(struct.unpack("!i", self._take(4))[0])

    def _bytes(self) -> bytes:
        return self._take(self._number())

    def _take(self, size: int) -> bytes:
        taken, self.content = self.content[:size], self.content[size:]
        return taken
