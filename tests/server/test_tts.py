"""The packed tts archive: alone in a process, and in a real TorchServe with two workers."""

import base64
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from archive_alone import ask_alone
from archive_checkout import Live, client_of, new_checkout, served
from soulsgen import archive
from soulsgen.project import Project
from soulsgen.torchserve import TorchServe
from soulsgen.voice.speaking import Speaker, new_utterance
from waiting import LIMIT_S, seldom_unlucky, wait_until
from wire_pairs import wire_pairs

# Minutes of bells: a second of work and more.
LONG = "The bell tolls for the unkindled, and again it tolls. " * 90


@pytest.fixture(scope="module")
def tts_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_checkout(tmp_path_factory.mktemp("tts-checkout"), "tts")


@pytest.fixture(scope="module")
def tts_packed(tts_checkout: Project) -> Path:
    return archive.pack(archive.read_specs(tts_checkout)["tts"], tts_checkout, {}, "1.0")


@pytest.fixture(scope="module")
def live(tts_checkout: Project, tts_packed: Path) -> Iterator[Live]:
    with served(tts_checkout, "tts") as live:
        yield live


@pytest.fixture
def client(live: Live) -> TorchServe:
    return client_of(live)


def streamed(client: TorchServe, request: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any]]]:
    """Each line of a stream with when it came, up to its last."""
    asked = {**request, "stream": True}
    with closing(client.predict_lines("tts", asked, most_bytes=64 << 20)) as coming:
        for line in coming:
            yield time.monotonic(), line
            if "seq" not in line:
                return


def samples_of(lines: list[dict[str, Any]]) -> int:
    return sum(len(base64.b64decode(line["audio"])) // 2 for line in lines)


def test_the_unpacked_archive_speaks_alone(tts_packed: Path, tmp_path: Path) -> None:
    """No path of the checkout, no installed package of ours, and the GPL library in no module of it."""
    pair = next(pair for pair in wire_pairs("tts") if pair.name == "tts_default")
    row = {"body": json.dumps(pair.request).encode()}
    told = ask_alone(tts_packed, tmp_path, row, ("transformers", "soulsgen", "scipy", "espeakng_loader"))
    assert (told.handlers, told.strays, told.unwanted) == (["TtsHandler"], [], [])
    assert {**json.loads(told.reply), "audio": ""} == {**pair.reply, "audio": ""}


@pytest.mark.server
def test_the_first_sentence_comes_before_the_last_is_spoken(client: TorchServe) -> None:
    def apart() -> bool:
        lines = list(streamed(client, {"text": LONG}))
        assert [line.get("seq") for _, line in lines] == [*range(90), None]
        assert lines[-1][1]["cancelled"] is False
        return lines[0][0] < lines[-1][0] - 0.1

    assert seldom_unlucky(apart)


@pytest.mark.server
def test_a_cancel_over_another_connection_ends_the_stream_at_once(client: TorchServe, live: Live) -> None:
    def cut_short() -> bool:
        name = new_utterance()
        coming = streamed(client, {"text": LONG, "id": name})
        made = [next(coming)[1]]
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(client_of(live).predict, "tts", {"op": "cancel", "id": name})
            made += [line for _, line in coming]
        last, answer = made.pop(), told.result()
        assert answer == {"id": name, "speaking": answer["speaking"]}
        # It may have come between the last line and the end.
        assert answer["speaking"] >= last["cancelled"]
        assert last["samples"] == samples_of(made)
        return last["cancelled"] and len(made) < 80

    assert seldom_unlucky(cut_short)


@pytest.mark.server
def test_sound_with_headers_and_in_parts_comes_through(client: TorchServe) -> None:
    url, bell = f"{client.base}/predictions/tts", {"text": "The bell tolls.", "id": "bell", "format": "opus"}
    sound, parts = (
        requests.post(url, json=bell, auth=client.session.auth, headers={"Accept": kind}, timeout=LIMIT_S)
        for kind in ("audio/*", "multipart/mixed")
    )
    assert sound.headers["Content-Type"] == "audio/ogg;codecs=opus"
    assert sound.content.startswith(b"OggS")
    assert sound.headers["X-Utterance-Id"] == "bell"
    assert 0.5 < float(sound.headers["X-Duration"]) < 2
    kind, _, boundary = parts.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    assert parts.content.count(f"--{boundary}".encode()) == 3
    assert sound.content in parts.content


@pytest.mark.server
def test_an_espeak_that_is_killed_is_missed_by_nobody(client: TorchServe, live: Live) -> None:
    here, started = live
    client.predict("tts", {"text": "Yes."})
    workers = here.client(started, "management").call("GET", "/models/tts")[0]["workers"]
    assert len(workers) == 2
    for worker in workers:
        (espeak,) = psutil.Process(worker["pid"]).children()
        espeak.kill()
    for _ in range(4):
        assert client.predict("tts", {"text": "Yes."})["duration"] == pytest.approx(0.38, abs=0.01)


@pytest.mark.server
def test_what_was_said_is_not_in_the_log(client: TorchServe, live: Live) -> None:
    client.predict("tts", {"text": "Xanthippe whispers."})
    log = live[0].logs / "model_log.log"
    wait_until(lambda: '"status": 200' in log.read_text("utf-8"))
    assert "Xanthippe" not in log.read_text("utf-8")


def test_the_unpacked_canceller_loads_nothing_that_speaks(tts_packed: Path, tmp_path: Path) -> None:
    speakers = ("av", "transformers", "tts.engines.espeak", "soulsgen")
    told = ask_alone(tts_packed.with_name("tts-cancel.mar"), tmp_path, {"body": {"id": "u1"}}, speakers)
    assert (told.handlers, told.strays, told.unwanted) == (["CancelHandler"], [], [])
    assert json.loads(told.reply) == {"id": "u1", "speaking": False}


@pytest.mark.server
def test_a_cancel_comes_through_while_every_worker_speaks(client: TorchServe, live: Live) -> None:
    """The other stream is still spoken when it is answered: no worker of the voice was free for it."""
    speaker = Speaker(client_of(live))

    def comes_through() -> bool:
        names = [new_utterance(), new_utterance()]
        with ThreadPoolExecutor(1) as pool:
            other = streamed(client_of(live), {"text": LONG, "id": names[1]})
            next(other)
            coming = streamed(client, {"text": LONG, "id": names[0]})
            made = [next(coming)[1]]
            left = pool.submit(lambda: list(other))
            speaker.cancel(names[0])
            answered = time.monotonic()
            made += [line for _, line in coming]
            others = left.result()
        last = made.pop()
        assert last["samples"] == samples_of(made)
        assert others[-1][1]["cancelled"] is False
        return last["cancelled"] and len(made) < 80 and answered < others[-1][0]

    assert seldom_unlucky(comes_through)
