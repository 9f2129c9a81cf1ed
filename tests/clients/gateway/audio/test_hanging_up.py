"""A caller that hangs up while the voice is still at its next sentence."""

import socket
import threading
from pathlib import Path

from clients.gateway.audio.calls import speak
from clients.gateway.opened import TOKEN, opened
from clients.loopback import serving
from clients.voice.cancel_server import TtsAndCancel
from soulsgen.gateway import Door
from soulsgen.gateway.hanging_up import at_hang_up
from waiting import LIMIT_S, wait_until


def test_the_utterance_ends_although_nothing_is_due_to_be_sent(key_file: Path) -> None:
    behind = TtsAndCancel()
    # No further sentence is made until the cancel has come.
    behind.hold.clear()
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url)) as port:
        answer = speak(port, response_format="pcm", input="Ash. Bone.")
        assert answer.read1(100)
        answer.close()
        assert wait_until(lambda: behind.taken)[0] == behind.payloads[0]["id"]
        behind.hold.set()


def test_speech_that_is_heard_to_its_end_is_cancelled_by_nobody(key_file: Path) -> None:
    behind = TtsAndCancel()
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url)) as port:
        assert speak(port, response_format="pcm").read()
    assert behind.taken == []


def test_it_is_acted_on_once_and_only_inside_the_block() -> None:
    acted = threading.Semaphore(0)
    here, there = socket.socketpair()
    with here:
        with at_hang_up(here, acted.release):
            there.sendall(b"more")
            there.close()
            assert acted.acquire(timeout=LIMIT_S)
        assert not acted.acquire(blocking=False)
    here, there = socket.socketpair()
    with here:
        with at_hang_up(here, acted.release):
            there.sendall(b"more")
        there.close()
    assert not acted.acquire(blocking=False)
