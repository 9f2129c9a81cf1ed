"""`soulsgen avatar render`: a script over real HTTP into a real film, read again with PyAV."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from werkzeug.wrappers import Response

from clients.avatar.films import SCRIPT, TOTAL_S, onset_s, run, watched
from clients.avatar.studio import CLOSED, LENGTH_S, RATE, SPOKEN, TEXT, Studio, closed_frames, greys, told
from clients.loopback import serving
from soulsgen.avatar.animator import Animator
from soulsgen.avatar.backdrop import Backdrop
from soulsgen.avatar.performance import Performance
from soulsgen.avatar.rendering import Rendering, posed, render
from soulsgen.avatar.script import read_script
from soulsgen.avatar.speaking import speak
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker
from waiting import LIMIT_S


def performance(url: str, script: str = SCRIPT) -> Performance:
    return speak(read_script(script.encode(), "s"), Speaker(TorchServe(Endpoint(url))), Order(""))


@pytest.mark.parametrize(("ending", "fps"), [("mp4", 25), ("mp4", 30), ("webm", 24)])
def test_voice_and_lips_are_in_step_to_within_a_frame(ending: str, fps: int, tmp_path: Path) -> None:
    app, film = Studio(), tmp_path / f"clip.{ending}"
    with serving(app) as url:
        result = run(url, "-", "-o", film, "--fps", fps, "--json")
        expected = performance(url)
    assert result.exit_code == 0, result.stderr
    facts = json.loads(result.stdout)
    seen = watched(film)
    # Frames: as many as there is sound, each at its own time.
    assert facts["frames"] == len(seen.times) == int(np.ceil(TOTAL_S * fps))
    assert facts["duration"] == pytest.approx(TOTAL_S, abs=1 / RATE)
    assert seen.times == pytest.approx([k / fps for k in range(len(seen.times))], abs=0.5 / fps)
    # The lips: exactly closed in what was asked for, and closed in what is seen.
    poses = np.concatenate([some.poses for some in posed(expected, fps, seed=0)]).round(4)
    assert {tuple(pose) for pose in poses.tolist()} == app.sent()
    closed = closed_frames(facts["visemes"], len(poses), fps)
    assert len(closed) >= 8
    assert (greys(poses[closed]) == CLOSED).all()
    assert greys(poses).max() > CLOSED + 100
    assert abs(seen.greys() - greys(poses)).max() < 4
    # The sound: where it was, and the same.
    expected.sound.seek(0)
    given = np.frombuffer(expected.sound.read(), "<i2") / 32768
    assert abs(onset_s(seen.sound, seen.rate_hz) - onset_s(given, RATE)) < 1 / fps
    assert abs(lag_s(seen.sound, seen.rate_hz, given)) < 0.005
    assert len(seen.sound) / seen.rate_hz == pytest.approx(TOTAL_S, abs=1 / fps + 0.05)
    assert abs(seen.sound).max() == pytest.approx(abs(given).max(), rel=0.2)


def lag_s(sound: np.ndarray, rate_hz: int, given: np.ndarray) -> float:
    """By how much the film's sound is later than what was given to it."""
    again = np.interp(np.arange(len(given)) / RATE, np.arange(len(sound)) / rate_hz, sound)
    size = 2 * len(given)
    alike = np.fft.irfft(np.fft.rfft(again, size) * np.conj(np.fft.rfft(given, size)), size)
    best = int(alike.argmax())
    return (best - size if best > size // 2 else best) / RATE


def test_each_text_has_its_feeling_and_its_place(tmp_path: Path) -> None:
    with serving(Studio()) as url:
        result = run(url, "-", "--dry-run", "--json")
    facts = json.loads(result.stdout)
    first, second = 0.4, 0.4 + LENGTH_S + 0.5
    assert [(line["emotion"], line["text"]) for line in facts["lines"]] == [("joy", TEXT), ("sadness", TEXT)]
    edges = [line[edge] for line in facts["lines"] for edge in ("start", "end")]
    assert edges == pytest.approx([first, first + LENGTH_S, second, second + LENGTH_S], abs=1e-4)
    spoken = SPOKEN["reply"]["lines"][0]["visemes"]
    starts = [one["start"] for one in facts["visemes"] if one["viseme"] != "sil"]
    said = [one["start"] for one in spoken if one["viseme"] != "sil"]
    assert starts == pytest.approx([at + start for at in (first, second) for start in said], abs=1e-4)
    ends = [one["end"] for one in facts["visemes"]]
    assert ends == sorted(ends)
    assert (facts["frames"], facts["fps"], facts["width"], facts["height"]) == (76, 25, 64, 64)


def test_a_dry_run_says_what_would_be_said_and_draws_nothing() -> None:
    app = Studio()
    with serving(app) as url:
        result = run(url, "-", "--dry-run", "--voice", "en-gb", "--speed", "1.5")
    assert (result.exit_code, app.draws) == (0, [])
    assert result.stdout == f"    0.40     1.16  joy: {TEXT}\n    1.66     2.42  sadness: {TEXT}\n"
    assert result.stderr == "3.0 s, 76 pictures\n"
    assert [(said["voice"], said["speed"], said["text"]) for said in app.said] == [("en-gb", 1.5, TEXT)] * 2


def test_layers_that_a_character_lacks_are_not_asked_for(tmp_path: Path) -> None:
    for character, effects in (("anna", {"flowers1"}), ("bare", set())):
        app = Studio()
        with serving(app) as url:
            result = run(url, "-", "-o", tmp_path / f"{character}.mp4", "--character", character)
        assert result.exit_code == 0, result.stderr
        assert {payload["character"] for payload in app.draws} == {character}
        asked = {name for payload in app.draws for each in payload["effects"] for name in each}
        assert asked == effects


def test_batches_are_bounded_and_frames_come_in_order_whichever_is_drawn_first(tmp_path: Path) -> None:
    second = Event()

    def before(number: int) -> None:
        if number == 1:
            second.set()
        elif number == 0:
            assert second.wait(LIMIT_S)

    app, shown = Studio(before), []

    def tell(count: int) -> None:
        shown.append(count)
        drawn = sum(len(payload["poses"]) for payload in app.draws)
        assert drawn <= (count + 15) // 16 * 16 + 2 * 16

    with serving(app) as url:
        said = performance(url)
        animator = Animator(TorchServe(Endpoint(url)), 64)
        how = Rendering(animator, Backdrop(np.zeros((64, 64, 3), np.uint8)))
        render(said, animator.character(), how, tmp_path / "clip.mp4", tell=tell)
    assert shown == list(range(1, len(shown) + 1))
    assert sorted(len(payload["poses"]) for payload in app.draws) == [12, 16, 16, 16, 16]
    poses = np.concatenate([some.poses for some in posed(said, 25, 0)])
    assert abs(watched(tmp_path / "clip.mp4").greys() - greys(poses)).max() < 4


def test_large_frames_are_asked_for_in_small_batches() -> None:
    client = TorchServe(Endpoint("http://127.0.0.1:1"))
    assert [Animator(client, size).batch for size in (64, 512, 1024)] == [16, 16, 4]
    assert Animator(client, 1024, (0.25, 0, 0.75, 0.5)).shape == (512, 512, 4)


def test_a_batch_that_failed_is_asked_for_again(tmp_path: Path) -> None:
    def before(number: int) -> Response | None:
        return told(503, {"code": 503, "message": "busy"}) if number in (0, 3) else None

    app = Studio(before)
    with serving(app) as url:
        result = run(url, "-", "-o", tmp_path / "clip.mp4", "--retries", "2")
    assert result.exit_code == 0, result.stderr
    assert len(app.draws) == 5 + 2


@contextmanager
def interrupted_at(batch: int) -> Iterator[Studio]:
    """A studio in which Ctrl-C is pressed when that batch is asked for, which is never drawn."""
    over = Event()

    def before(number: int) -> Response | None:
        if number == batch:
            os.kill(os.getpid(), signal.SIGINT)
            over.wait(LIMIT_S)
        return None

    # A shell that starts the tests in its background has them ignore it.
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield Studio(before)
    finally:
        over.set()
        signal.signal(signal.SIGINT, inherited)


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    with interrupted_at(3) as app, serving(app) as url:
        result = run(url, "-", "-o", tmp_path / "clip.mp4")
        assert result.exit_code == 1
        assert result.stderr.endswith("Aborted!\n")
        assert list(tmp_path.iterdir()) == []


def test_a_film_that_is_there_stays_until_a_new_one_is_whole(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    film.write_bytes(b"kept")
    app = Studio()
    with serving(app) as url:
        result = run(url, "-", "-o", film)
        assert result.stderr == f"Error: there already: {film}; --force replaces them\n"
        assert app.said == []
    with serving(Studio(lambda number: told(400, {"error": "no"}) if number == 3 else None)) as url:
        assert run(url, "-", "-o", film, "--force").exit_code == 2
        assert film.read_bytes() == b"kept"
    with serving(Studio()) as url:
        assert run(url, "-", "-o", film, "--force").exit_code == 0
    assert watched(film).times[0] == 0
    assert list(tmp_path.iterdir()) == [film]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"{}", "application/json"),
        (b"\0\0\0\x09short", "application/x-frames"),
        (b"\0\0\0\x04RGBA" * 16, "application/x-frames"),
        (b"\0\0", "application/x-frames"),
    ],
)
def test_what_is_no_frames_is_named(content: bytes, media_type: str, tmp_path: Path) -> None:
    app = Studio(lambda number: Response(content, content_type=media_type))
    with serving(app) as url:
        result = run(url, "-", "-o", tmp_path / "clip.mp4")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: animator did not reply with the pictures that were asked for")
    assert result.stderr.endswith("is it the animator archive?\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "name a SCRIPT, or a recording with --audio"),
        (["-"], 2, "say where to: -o FILE, or --dry-run"),
        (["-", "--transcript", "-", "--dry-run"], 2, "--transcript is for --audio"),
        (["-", "-o", "clip.avi"], 1, "clip.avi: a film ends in .mp4, .webm, .gif"),
        (
            ["-", "-o", "clip.mp4", "--background", "transparent"],
            1,
            "clip.mp4: a transparent film ends in .webm",
        ),
        (["-", "-o", "clip.gif", "--fps", "60"], 1, "clip.gif: it shows at most 50 pictures a second"),
        (["-", "-o", "clip.mp4", "--background", "#12"], 1, "#12 is no colour such as #20242c"),
        (["-", "-o", "clip.mp4", "--background", __file__], 1, "is no picture that can be read"),
        (["-", "-o", "clip.mp4", "--emotion", "jolly"], 1, "--emotion: jolly is no emotion; there are"),
        (["-", "-o", "clip.mp4", "--crop", "0,0,1"], 2, "is not four shares such as"),
        (["-", "-o", "clip.mp4", "--crop", "0.5,0,0.5,1"], 2, "with something between"),
    ],
)
def test_what_cannot_be_meant_is_refused_without_a_server(
    arguments: list[str], code: int, words: str
) -> None:
    result = run("http://127.0.0.1:1", *arguments)
    assert result.exit_code == code
    assert words in result.stderr


def test_faults_of_the_script_and_of_the_voice_name_the_line(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(f"{TEXT}\n\n[joy] Ash.\n", "utf-8")
    with serving(Studio()) as url:
        result = run(url, script, "-o", tmp_path / "clip.mp4", stdin=None)
        assert result.exit_code == 2
        assert result.stderr.endswith("HTTP 400: no voice for Ash.\n")
        assert result.stderr.startswith(f"Error: {script}:3: ")
        nobody = run(url, "-", "-o", tmp_path / "clip.mp4", "--character", "nobody")
        assert nobody.stderr == "Error: animator has no character nobody; there are anna, bare\n"
    assert list(tmp_path.iterdir()) == [script]


def test_a_face_can_be_silent(tmp_path: Path) -> None:
    film = tmp_path / "clip.mp4"
    with serving(Studio()) as url:
        assert run(url, "-", "-o", film, stdin="[joy]\n[pause 0.3]\n").exit_code == 0
    seen = watched(film)
    # The last of them is alone in its request.
    assert (len(seen.times), abs(seen.sound).max()) == (16 + 16 + 1, 0)
