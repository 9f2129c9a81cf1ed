"""The packed tts archive: alone in a process, and in a real TorchServe with two workers."""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from soulsgen import archive, launch, readiness, server
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe
from wire_pairs import wire_pairs

ROOT = Path(__file__).parents[2]
ALONE = """
import sys, json
folder = sys.argv[1]
sys.path.insert(0, folder)
import handler, tts, handlerkit
from ts.context import Context, RequestProcessor
class Metrics:
    def add_counter(self, name, value): pass
    def add_time(self, name, value, unit, metric_type): pass
context = Context("tts", folder, {}, 8, None, "0.12.0", True, Metrics(), {"tts": {}})
context.request_ids = {0: "id"}
context.request_processor = [RequestProcessor({})]
classes = [name for name, value in vars(handler).items()
           if isinstance(value, type) and value.__module__ == "handler"]
made = getattr(handler, classes[0])()
made.initialize(context)
reply = made.handle([{"body": sys.stdin.buffer.read()}], context)[0].decode()
heavy = [name for name in ("transformers", "soulsgen", "scipy", "espeakng_loader") if name in sys.modules]
print(json.dumps({"classes": classes, "from": [tts.__file__, handlerkit.__file__],
                  "reply": json.loads(reply), "heavy": heavy}))
"""
# Minutes of bells: a second of work and more.
LONG = "The bell tolls for the unkindled, and again it tolls. " * 90
Live = tuple[server.Server, server.Running]


@pytest.fixture(scope="module")
def tts_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("tts-checkout")
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    default = Path("model_store") / "defaults" / "tts"
    shutil.copytree(ROOT / default, root / default)
    return Project(root)


@pytest.fixture(scope="module")
def tts_packed(tts_checkout: Project) -> Path:
    return archive.pack(archive.read_specs(tts_checkout)["tts"], tts_checkout, {}, "1.0")


@pytest.fixture(scope="module")
def live(tts_checkout: Project, tts_packed: Path) -> Iterator[Live]:
    here = server.Server(tts_checkout, tts_checkout.build / "server")
    started = server.start(here, ["tts"], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, started, 120, lambda sentence: None)
        yield here, started
    finally:
        server.stop(here)


@pytest.fixture
def client(live: Live) -> TorchServe:
    here, started = live
    return TorchServe(Endpoint(host=started.addresses.inference, key_file=here.key_file, retries=0))


def streamed(client: TorchServe, request: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any]]]:
    """Each line of a stream with when it came, up to its last."""
    asked = {**request, "stream": True}
    with closing(client.predict_lines("tts", asked, most_bytes=64 << 20)) as coming:
        for line in coming:
            yield time.monotonic(), line
            if "seq" not in line:
                return


def test_the_unpacked_archive_speaks_alone(tts_packed: Path, tmp_path: Path) -> None:
    """No path of the checkout, no installed package of ours, and the GPL library in no module of it."""
    with zipfile.ZipFile(tts_packed) as opened:
        opened.extractall(tmp_path)
    pair = next(pair for pair in wire_pairs("tts") if pair.name == "tts_default")
    result = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        input=json.dumps(pair.request).encode(),
        capture_output=True,
        check=True,
    )
    told = json.loads(result.stdout.splitlines()[-1])
    assert told["classes"] == ["TtsHandler"]
    assert all(path.startswith(str(tmp_path)) for path in told["from"])
    assert told["heavy"] == []
    assert {**told["reply"], "audio": ""} == {**pair.reply, "audio": ""}


@pytest.mark.server
def test_the_first_sentence_comes_before_the_last_is_spoken(client: TorchServe) -> None:
    lines = list(streamed(client, {"text": LONG}))
    assert [line.get("seq") for _, line in lines] == [*range(90), None]
    assert lines[-1][1]["cancelled"] is False
    assert lines[0][0] < lines[-1][0] - 0.1


@pytest.mark.server
def test_a_cancel_over_another_connection_ends_the_stream_at_once(client: TorchServe, live: Live) -> None:
    coming = streamed(client, {"text": LONG, "id": "long"})
    made = [next(coming)[1]]
    here, started = live
    other = TorchServe(Endpoint(host=started.addresses.inference, key_file=here.key_file, retries=0))
    asked = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(other.predict, "tts", {"op": "cancel", "id": "long"})
        for at, line in coming:
            made.append(line)
            ended = at
        assert told.result() == {"id": "long", "speaking": True}
    last = made.pop()
    assert last["cancelled"] is True
    samples = [len(line["audio"]) // 4 * 3 // 2 for line in made]
    assert made[-1]["offset"] < last["samples"] <= sum(samples) + len(made)
    assert len(made) < 80
    print(f"cancelled in {(ended - asked) * 1000:.1f} ms after {len(made)} of 90 sentences")


@pytest.mark.server
def test_sound_with_headers_and_in_parts_comes_through(client: TorchServe) -> None:
    url, bell = f"{client.base}/predictions/tts", {"text": "The bell tolls.", "id": "bell", "format": "opus"}
    sound = requests.post(url, json=bell, auth=client.session.auth, headers={"Accept": "audio/*"}, timeout=30)
    assert sound.headers["Content-Type"] == "audio/ogg;codecs=opus"
    assert sound.content.startswith(b"OggS")
    assert sound.headers["X-Utterance-Id"] == "bell"
    assert 0.5 < float(sound.headers["X-Duration"]) < 2
    parts = requests.post(
        url, json=bell, auth=client.session.auth, headers={"Accept": "multipart/mixed"}, timeout=30
    )
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
    logged = (live[0].logs / "model_log.log").read_text("utf-8")
    assert '"status": 200' in logged
    assert "Xanthippe" not in logged
