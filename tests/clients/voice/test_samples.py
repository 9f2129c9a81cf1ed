"""`soulsgen tts voices` and `samples`: lists and folders of voices over real HTTP."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.voice.tts_server import VOICES, Tts, sentences, wav
from soulsgen.commands.tts import tts
from soulsgen.voice.samples import sample_path
from soulsgen.voice.speaking import ServedVoice


def run(url: str, command: str, *arguments: object) -> Result:
    return CliRunner().invoke(tts, [command, "--host", url, "--retries", "0", *map(str, arguments)])


def test_voices_are_a_table_a_language_or_json() -> None:
    with serving(Tts()) as url:
        table = run(url, "voices")
        british = run(url, "voices", "--language", "EN_GB")
        objects = run(url, "voices", "--language", "en", "--json")
        none = run(url, "voices", "--language", "e")
    assert table.stdout == "en-us  en-us    American English\nen-gb  en-gb    British English\nde     de\n"
    assert british.stdout == "en-gb  en-gb    British English\n"
    assert json.loads(objects.stdout) == VOICES[:2]
    assert (none.exit_code, none.stderr) == (1, "Error: tts has no voice for e\n")


def test_a_voices_words_do_not_steer_the_terminal() -> None:
    app = Tts()
    app.voices = [
        {"name": "e\x1b[2Jn", "language": "en\n", "description": "a\x07b\x9b" + "c" * 9000},
        {"name": "de", "language": "de", "description": ""},
    ]
    with serving(app) as url:
        first, second = run(url, "voices").stdout.splitlines()
    assert first == f"e[2Jn  en       ab{'c' * 297}…"
    assert second == "de     de"


def test_every_voice_says_the_same_and_a_second_run_says_nothing(tmp_path: Path) -> None:
    app = Tts()
    with serving(app) as url:
        (tmp_path / "en-gb.wav").write_bytes(b"kept")
        first = run(url, "samples", tmp_path, "--text", "Ash.", "--pitch", "2")
        asked = len(app.payloads)
        second = run(url, "samples", tmp_path, "--text", "Ash.")
    assert first.stdout == f"{tmp_path}/en-us.wav\n{tmp_path}/de.wav\n"
    assert first.stderr == "3 voices: 2 written, 1 there already\n"
    assert second.stderr == "3 voices: 0 written, 3 there already\n"
    assert len(app.payloads) == asked + 1, "the second run lists the voices and no more"
    assert app.payloads[1] == {"text": "Ash.", "voice": "en-us", "pitch": 2.0, "format": "wav"}
    assert (tmp_path / "en-gb.wav").read_bytes() == b"kept"
    assert (tmp_path / "de.wav").read_bytes() == wav(sentences("Ash.")[0][0])
    assert len(list(tmp_path.iterdir())) == 3


def test_a_voice_that_is_refused_stops_no_other(tmp_path: Path) -> None:
    class Hoarse(Tts):
        def fault(self, payload: dict[str, str]) -> str:
            return "the voice has no letter for that" if payload["voice"] == "en-gb" else ""

    with serving(Hoarse()) as url:
        result = run(url, "samples", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [
        "3 voices: 2 written, 0 there already",
        "Error: 1 voices were refused:",
    ]
    assert result.stderr.endswith("HTTP 400: the voice has no letter for that\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["de.wav", "en-us.wav"]


def test_a_voices_name_leads_out_of_no_folder(tmp_path: Path) -> None:
    names = ["../x", "mb/mb-en1", "mb_mb-en1", "en+f3", "ü"]
    paths = [sample_path(tmp_path, ServedVoice(name), "ogg") for name in names]
    assert [path.name for path in paths] == [
        "..%2Fx.ogg",
        "mb%2Fmb-en1.ogg",
        "mb_mb-en1.ogg",
        "en+f3.ogg",
        "%C3%BC.ogg",
    ]
