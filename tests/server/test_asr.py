"""The packed asr archive: alone in a process, and in a real TorchServe."""

import base64
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import whisper_checkpoints
from soulsgen import archive, launch, readiness, server, transcription
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe, read_key
from whisper_checkpoints import KNOWN_TEXT
from wire_pairs import WirePair, wire_pairs

ROOT = Path(__file__).parents[2]
SRT = f"1\n00:00:01,020 --> 00:00:01,820\n{KNOWN_TEXT}\n"
ALONE = """
import sys, json
folder = sys.argv[1]
sys.path.insert(0, folder)
import handler, asr, handlerkit
from ts.context import Context, RequestProcessor
class Metrics:
    def add_counter(self, name, value): pass
    def add_time(self, name, value, unit, metric_type): pass
context = Context("asr", folder, {}, 8, None, "0.12.0", True, Metrics(), {"asr": {"compute_type": "float32"}})
context.request_ids = {0: "id"}
context.request_processor = [RequestProcessor({})]
classes = [name for name, value in vars(handler).items()
           if isinstance(value, type) and value.__module__ == "handler"]
made = getattr(handler, classes[0])()
made.initialize(context)
reply = made.handle([{"body": sys.stdin.buffer.read()}], context)[0].decode()
heavy = [name for name in ("transformers", "soulsgen", "scipy", "librosa") if name in sys.modules]
print(json.dumps({"classes": classes, "from": [asr.__file__], "reply": reply, "heavy": heavy}))
"""


def recorded(name: str) -> WirePair:
    return next(pair for pair in wire_pairs("asr") if pair.name == name)


@pytest.fixture(scope="module")
def said() -> bytes:
    return base64.b64decode(recorded("asr_default").request["audio"])


@pytest.fixture(scope="module")
def asr_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("asr-checkout")
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    # In 8 bits the recorded probabilities would be others.
    config = root / "serve-handlers" / "asr" / "model-config.yaml"
    config.write_text(config.read_text("utf-8").replace("int8", "float32"), "utf-8")
    whisper_checkpoints.write_known(root / "build" / "asr")
    return Project(root)


@pytest.fixture(scope="module")
def asr_packed(asr_checkout: Project) -> Path:
    spec = archive.read_specs(asr_checkout)["asr"]
    inputs = {"weights": "build/asr"}
    return archive.pack(spec, asr_checkout, inputs, "1.0", ("--quantization", "float32"))


@pytest.fixture(scope="module")
def running(asr_checkout: Project, asr_packed: Path) -> Iterator[tuple[server.Server, server.Running]]:
    here = server.Server(asr_checkout, asr_checkout.build / "server")
    started = server.start(here, ["asr"], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, started, 120, lambda sentence: None)
        yield here, started
    finally:
        server.stop(here)


def test_the_unpacked_archive_answers_alone(asr_packed: Path, tmp_path: Path, said: bytes) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    with zipfile.ZipFile(asr_packed) as opened:
        opened.extractall(tmp_path)
    result = subprocess.run(
        [sys.executable, "-c", ALONE, str(tmp_path)],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        input=said,
        capture_output=True,
        check=True,
    )
    told = json.loads(result.stdout.splitlines()[-1])
    assert told["classes"] == ["AsrHandler"]
    assert all(path.startswith(str(tmp_path)) for path in told["from"])
    assert json.loads(told["reply"]) == recorded("asr_default").reply
    assert told["heavy"] == []


def post(live: tuple[server.Server, server.Running], body: object, **given: object) -> requests.Response:
    here, started = live
    url = f"{started.addresses.inference}/predictions/asr"
    headers = {"Authorization": f"Bearer {read_key(here.key_file)}", **given.pop("headers", {})}  # type: ignore[dict-item]
    return requests.post(url, data=body, headers=headers, timeout=60, **given)  # type: ignore[arg-type]


@pytest.mark.server
def test_a_real_server_takes_json_bare_audio_and_a_form_field_named_data(
    running: tuple[server.Server, server.Running], said: bytes
) -> None:
    pair = recorded("asr_default")
    as_json = {"Content-Type": "application/json"}
    assert post(running, json.dumps(pair.request), headers=as_json).json() == pair.reply
    for kind in ("audio/flac", "application/octet-stream"):
        assert post(running, said, headers={"Content-Type": kind}).json() == pair.reply
    assert post(running, None, files={"data": ("a.flac", said, "audio/flac")}).json() == pair.reply
    refused = post(running, None, files={"file": ("a.flac", said, "audio/flac")})
    assert refused.status_code == 400
    assert refused.json()["error"].startswith("the body came as a form or a query")


@pytest.mark.server
def test_a_real_server_hands_subtitles_out_as_text(
    running: tuple[server.Server, server.Running],
) -> None:
    request = {**recorded("asr_default").request, "format": "srt"}
    reply = post(running, json.dumps(request), headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.text) == (200, SRT)
    assert reply.headers["content-type"] == "application/x-subrip; charset=utf-8"


@pytest.mark.server
def test_the_client_writes_what_a_real_server_hears(
    running: tuple[server.Server, server.Running], said: bytes, tmp_path: Path
) -> None:
    here, started = running
    source = tmp_path / "session.flac"
    source.write_bytes(said)
    client = TorchServe(Endpoint(host=started.addresses.inference, key_file=here.key_file))
    wanted = transcription.targets([source], None, ["srt"])
    ((_, transcript),) = transcription.write_all(client, wanted, {})
    assert transcript == recorded("asr_default").reply
    assert source.with_suffix(".srt").read_text("utf-8") == SRT


@pytest.mark.server
def test_its_metrics_reach_prometheus(running: tuple[server.Server, server.Running], said: bytes) -> None:
    assert post(running, said, headers={"Content-Type": "audio/flac"}).status_code == 200
    here, started = running
    token = {"Authorization": f"Bearer {read_key(here.key_file)}"}
    text = requests.get(f"{started.addresses.metrics}/metrics", headers=token, timeout=30).text
    for name in ("AsrAudioSeconds", "AsrDropped", "AsrSeconds_bucket"):
        assert any(line.startswith(name) for line in text.splitlines()), name
