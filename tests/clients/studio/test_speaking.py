"""What she says: one text after the other, each late as a whole, and silence when she is told."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from werkzeug.wrappers import Response

from clients.avatar.studio import LENGTH_S, TEXT, told
from clients.loopback import serving
from clients.studio.opened import House
from clients.studio.theatre import Theatre, playing
from clients.studio.watching import Message, Viewer
from soulsgen.avatar.animator import Character
from soulsgen.errors import SoulsgenError
from soulsgen.motion.events import Event, Feel
from soulsgen.studio.drawing import Easel
from soulsgen.studio.instance import Instance
from soulsgen.studio.speaking import MOST_WAITING, Voice
from soulsgen.studio.timeline import Timeline
from soulsgen.studio.utterance import Stopped
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker
from waiting import LIMIT_S, seldom_unlucky, wait_until

ROUNDED_S = 2e-6


def say(house: House, name: str, text: str, **more: Any) -> Any:
    return house.post("speak", {"instance_id": name, "text": text, **more})


def theatre(house: House) -> Theatre:
    assert isinstance(house.archive, Theatre)
    return house.archive


def performance(house: House, name: str) -> dict[str, Any]:
    return dict(house.get("performance", params={"instance_id": name}).json())


def silent(house: House, name: str) -> dict[str, Any]:
    """Her state when all is said."""
    return wait_until(lambda: not (state := performance(house, name))["speaking"] and state)


def heard(viewer: Viewer) -> list[tuple[float, float]]:
    """Stretches of sound that follow one another without a gap: from when to when."""
    stretches: list[tuple[float, float]] = []
    for sound in viewer.of("sound"):
        start = sound.header["t"]
        end = start + len(sound.payload) / 2 / sound.header["rate"]
        if stretches and abs(start - stretches[-1][1]) < ROUNDED_S:
            stretches[-1] = stretches[-1][0], end
        else:
            stretches.append((start, end))
    return stretches


def test_a_text_is_heard_once_as_the_archive_spoke_it(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            reply = say(house, name, TEXT, voice="en-gb", speed=1.5, pitch=-2)
            assert (reply.status_code, reply.json()["waiting"]) == (200, 0)
            silent(house, name)
            ((start, end),) = heard(viewer)
            (caption,) = viewer.of("caption")
            ends = [message.header["speaking"] for message in viewer.of("status")]
        assert end - start == pytest.approx(LENGTH_S, abs=1e-4)
        assert (caption.header["text"], caption.header["t"]) == (TEXT, start)
        assert True in ends
        (asked,) = house.archive.said
        assert asked["id"] == reply.json()["utterance"]
        assert (asked["voice"], asked["speed"], asked["pitch"]) == ("en-gb", 1.5, -2.0)


def test_the_next_text_is_synthesised_while_one_is_spoken(tmp_path: Path) -> None:
    first, second = "word " * 200, "Nine ten."
    with playing(tmp_path) as house:
        name = house.load()
        say(house, name, first)
        assert say(house, name, second).json()["waiting"] == 1
        assert [payload["text"] for payload in theatre(house).tones.payloads] == [first, second]
        house.post("stop_speaking", {"instance_id": name})


def test_one_text_follows_another_after_a_pause(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            say(house, name, "One two three four.")
            say(house, name, "Five six.", speed=2)
            silent(house, name)
            (one, two) = heard(viewer)
            captions = [message.header["text"] for message in viewer.of("caption")]
        assert captions == ["One two three four.", "Five six."]
        assert one[1] - one[0] == pytest.approx(0.4 + 0.2, abs=1e-4)
        assert two[1] - two[0] == pytest.approx(0.2 + 0.2, abs=1e-4)
        # As between two sentences, at her speed; or later where the machine was.
        assert two[0] - one[1] >= 0.4 / 2 - 1e-4


def test_a_sentence_that_comes_late_is_late_as_a_whole(tmp_path: Path) -> None:
    def tried() -> bool:
        tones.hold.clear()
        with Viewer(house, name) as viewer:
            say(house, name, "One two. Three four. Five six.")
            first = viewer.waits_for("caption")[0].header["t"]
            # Long after the second should have begun.
            wait_until(lambda: viewer.waits_for("frame")[-1].header["t"] > first + 1.5)
            tones.hold.set()
            silent(house, name)
            starts = [start for start, _ in heard(viewer)]
            captions = [message.header["t"] for message in viewer.of("caption")]
        assert captions[0] == first
        assert captions[1] - captions[0] > 1.5
        # Each sound that begins behind silence has its words, and its mouth.
        assert set(starts) <= set(captions)
        # The third is where the archive put it behind the second, unless the machine itself was late.
        return len(starts) == 2 and abs(captions[2] - captions[1] - 0.4) < ROUNDED_S

    with playing(tmp_path) as house:
        name, tones = house.load(), theatre(house).tones
        assert seldom_unlucky(tried)


def test_her_feeling_begins_with_the_text_it_belongs_to(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        with Viewer(house, name) as viewer:
            assert say(house, name, TEXT, emotion="joy").status_code == 200
            assert say(house, name, TEXT, emotion="sadness").status_code == 200
            wait_until(lambda: len(viewer.of("caption")) == 2)
            captions = [message.header["t"] for message in viewer.of("caption")]
        felt = [each for each in events(house, name) if isinstance(each, Feel)]
        assert [each.emotion for each in felt] == ["joy", "sadness"]
        assert [each.at_s for each in felt] == pytest.approx(captions, abs=ROUNDED_S)
        wrong = say(house, name, TEXT, emotion="jolly")
        assert wrong.status_code == 400
        assert wrong.json()["error"].startswith("jolly is no emotion; there are ")


def events(house: House, name: str) -> list[Event]:
    """What happens to her, asked for in the thread it belongs to."""

    async def ask() -> list[Event]:
        return house.studio._household.instances[name].timeline.events()

    return asyncio.run_coroutine_threadsafe(ask(), house.studio._loop).result(LIMIT_S)


def test_stop_ends_sound_mouth_and_archive_and_leaves_the_rest_unsaid(tmp_path: Path) -> None:
    long = f"{'word ' * 100}. And on. And on."
    with playing(tmp_path) as house, ThreadPoolExecutor(1) as pool:
        name, tones = house.load(), theatre(house).tones
        tones.hold.clear()
        with Viewer(house, name) as viewer:
            say(house, name, long)
            unheard = pool.submit(say, house, name, "Never.")
            viewer.waits_for("sound")
            wait_until(lambda: performance(house, name)["waiting"] == 1)
            stopped = house.post("stop_speaking", {"instance_id": name}).json()
            tones.hold.set()
            assert stopped["stopped"] == 2
            assert unheard.result().status_code == 409
            assert silent(house, name)["saying"] is None
            # What follows is heard behind it.
            say(house, name, "Again.")
            silent(house, name)
            cut, again = heard(viewer)
            last = max((one for one in viewer.of("sound") if one.header["t"] < cut[1]), key=_moment)
            captions = [message.header["text"] for message in viewer.of("caption")]
        assert cut[1] == pytest.approx(stopped["silent_at"], abs=1e-3)
        assert cut[1] - cut[0] < 10.0
        assert again[0] >= cut[1]
        assert np.frombuffer(last.payload, "<i2")[-1] == 0
        spoken = tones.payloads[0]["id"]
        assert {"op": "cancel", "id": spoken} in tones.payloads
        assert captions == [f"{'word ' * 99}word .", "Again."]


def _moment(message: Message) -> float:
    return float(message.header["t"])


def test_stop_is_no_fault_when_she_says_nothing(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        stopped = house.post("stop_speaking", {"instance_id": name})
        assert (stopped.status_code, stopped.json()["stopped"]) == (200, 0)
        assert theatre(house).tones.payloads == []


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (
            told(404, {"code": 404, "message": "Model not found: tts"}),
            503,
            "no archive tts is served: `soulsgen create handler tts`, then `soulsgen serve --model tts",
        ),
        (told(400, {"error": "voice must be one of en-gb, not 'x'"}), 400, "voice must be one of en-gb"),
        (told(503, {"code": 503, "message": "busy"}), 503, "busy (after 1 retries)"),
        (Response("{}\n", content_type="application/x-ndjson"), 502, "is no sentence"),
        (Response("", content_type="application/x-ndjson"), 503, "broke off before its last line"),
    ],
)
def test_a_fault_of_the_archive_is_told_and_she_lives_on(
    answer: Response, status: int, words: str, tmp_path: Path
) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        theatre(house).mute = answer
        with Viewer(house, name) as viewer:
            reply = say(house, name, "One.")
            assert reply.status_code == status
            assert words in reply.json()["error"]
            wait_until(lambda: words in viewer.state()["fault"])
            assert silent(house, name)["fault"] == reply.json()["error"]
            frames = len(viewer.of("frame"))
            theatre(house).mute = None
            assert say(house, name, TEXT).status_code == 200
            assert silent(house, name)["fault"] == ""
            viewer.waits_for("frame", frames + 1)
            assert len(heard(viewer)) == 1


def test_a_fault_of_our_own_is_told_and_what_waits_behind_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError("no such mouth")

    with playing(tmp_path) as house:
        name = house.load()
        with monkeypatch.context() as broken:
            broken.setattr(Timeline, "say", fail)
            assert say(house, name, "One.").status_code == 200
            assert silent(house, name)["fault"] == "the voice failed: ArithmeticError: no such mouth"
        with Viewer(house, name) as viewer:
            assert say(house, name, TEXT).status_code == 200
            assert silent(house, name)["fault"] == ""
            assert len(heard(viewer)) == 1


def test_a_text_that_breaks_off_is_heard_so_far_and_the_next_one_is_said(tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name, tones = house.load(), theatre(house).tones
        tones.breaks = True
        with Viewer(house, name) as viewer:
            say(house, name, "One two. Three four.")
            wait_until(lambda: "broke off" in performance(house, name)["fault"])
            tones.breaks = False
            say(house, name, "Five.")
            silent(house, name)
            captions = [message.header["text"] for message in viewer.of("caption")]
        assert captions == ["One two.", "Five."]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, '"text" is required'),
        ({"text": " … "}, "the text holds nothing that can be spoken"),
        ({"text": "a" * 20_001}, "the text has 20001 characters; at most 20000 are taken at once"),
        ({"text": "One.", "speed": 4}, "speed is 4: a number from 0.5 to 3"),
        (
            {"text": "One.", "rate": 1},
            "rate: not known; there are emotion, instance_id, pitch, speed, text, voice",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(table: dict[str, Any], words: str, tmp_path: Path) -> None:
    with playing(tmp_path) as house:
        name = house.load()
        reply = house.post("speak", {"instance_id": name, **table})
        assert reply.status_code == 400
        assert words in reply.json()["error"]
        assert (house.archive.said, theatre(house).tones.payloads) == ([], [])


def test_no_more_texts_wait_than_are_allowed_to(tmp_path: Path) -> None:
    async def speak(url: str) -> None:
        endpoint = Endpoint(url, retries=0)
        instance = Instance(Character("anna", frozenset(), frozenset()), Easel(endpoint))
        voice = Voice(instance, Speaker(TorchServe(endpoint)))
        waiting = [voice.speak(Order("One.")) for _ in range(MOST_WAITING)]
        with pytest.raises(SoulsgenError, match=f"^{MOST_WAITING} texts wait to be spoken"):
            voice.speak(Order("Two."))
        await voice.stop()
        assert all(isinstance(each.answered.exception(), Stopped) for each in waiting)
        voice.speak(Order("Two."))
        await voice.close()

    with serving(Theatre()) as url:
        asyncio.run(speak(url))
