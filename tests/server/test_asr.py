"""The packed asr archive: alone in a process, and in a real TorchServe."""

import base64
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import requests

import whisper_checkpoints
from archive_alone import ask_alone
from archive_checkout import Live, client_of, new_checkout, served
from soulsgen import archive, transcription
from soulsgen.project import Project
from soulsgen.torchserve import read_key
from waiting import LIMIT_S, wait_until
from whisper_checkpoints import KNOWN_TEXT
from wire_pairs import WirePair, wire_pairs

SRT = f"1\n00:00:01,020 --> 00:00:01,820\n{KNOWN_TEXT}\n"


def recorded(name: str) -> WirePair:
    return next(pair for pair in wire_pairs("asr") if pair.name == name)


@pytest.fixture(scope="module")
def said() -> bytes:
    return base64.b64decode(recorded("asr_default").request["audio"])


@pytest.fixture(scope="module")
def asr_checkout(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_checkout(tmp_path_factory.mktemp("asr-checkout"))
    # In 8 bits the recorded probabilities would be others.
    config = project.handlers / "asr" / "model-config.yaml"
    config.write_text(config.read_text("utf-8").replace("int8", "float32"), "utf-8")
    whisper_checkpoints.write_known(project.build / "asr")
    return project


@pytest.fixture(scope="module")
def asr_packed(asr_checkout: Project) -> Path:
    spec = archive.read_specs(asr_checkout)["asr"]
    inputs = {"weights": "build/asr"}
    return archive.pack(spec, asr_checkout, inputs, "1.0", ("--quantization", "float32"))


@pytest.fixture(scope="module")
def running(asr_checkout: Project, asr_packed: Path) -> Iterator[Live]:
    with served(asr_checkout, "asr") as live:
        yield live


def test_the_unpacked_archive_answers_alone(asr_packed: Path, tmp_path: Path, said: bytes) -> None:
    """No path of the checkout, no installed package of ours: only what the archive brings."""
    told = ask_alone(asr_packed, tmp_path, {"body": said}, ("transformers", "soulsgen", "scipy", "librosa"))
    assert (told.handlers, told.strays, told.unwanted) == (["AsrHandler"], [], [])
    assert json.loads(told.reply) == recorded("asr_default").reply


def post(live: Live, body: object, **given: object) -> requests.Response:
    here, started = live
    url = f"{started.addresses.inference}/predictions/asr"
    headers = {"Authorization": f"Bearer {read_key(here.key_file)}", **given.pop("headers", {})}  # type: ignore[dict-item]
    return requests.post(url, data=body, headers=headers, timeout=LIMIT_S, **given)  # type: ignore[arg-type]


@pytest.mark.server
def test_a_real_server_takes_json_bare_audio_and_a_form_field_named_data(running: Live, said: bytes) -> None:
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
    running: Live,
) -> None:
    request = {**recorded("asr_default").request, "format": "srt"}
    reply = post(running, json.dumps(request), headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.text) == (200, SRT)
    assert reply.headers["content-type"] == "application/x-subrip; charset=utf-8"


@pytest.mark.server
def test_the_client_writes_what_a_real_server_hears(running: Live, said: bytes, tmp_path: Path) -> None:
    source = tmp_path / "session.flac"
    source.write_bytes(said)
    wanted = transcription.targets([source], None, ["srt"])
    ((_, transcript),) = transcription.write_all(client_of(running), wanted, {})
    assert transcript == recorded("asr_default").reply
    assert source.with_suffix(".srt").read_text("utf-8") == SRT


@pytest.mark.server
def test_its_metrics_reach_prometheus(running: Live, said: bytes) -> None:
    assert post(running, said, headers={"Content-Type": "audio/flac"}).status_code == 200
    here, started = running
    token = {"Authorization": f"Bearer {read_key(here.key_file)}"}

    def counted(name: str) -> bool:
        text = requests.get(f"{started.addresses.metrics}/metrics", headers=token, timeout=LIMIT_S).text
        return any(line.startswith(name) for line in text.splitlines())

    for name in ("AsrAudioSeconds", "AsrDropped", "AsrSeconds_bucket"):
        wait_until(partial(counted, name))
