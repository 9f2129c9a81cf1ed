"""The stream of speech: what its lines must be, and sentences with times."""

import base64
from typing import Any

import pytest

from clients.loopback import serving
from clients.replay import recorded
from clients.voice.tts_server import RATE, Tts, sentences
from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.response_lines import MOST_BYTES
from soulsgen.torchserve import Endpoint, TorchServe
from soulsgen.voice.captions import segments
from soulsgen.voice.order import Order
from soulsgen.voice.said import TIMED, Word, read_said
from soulsgen.voice.speaking import Speaker
from soulsgen.voice.stream import Chunk, Ended, Joined, read_chunks

TWO = "Ash. Bone."


def line(seq: int, offset: int, samples: int = 2, **changes: Any) -> dict[str, Any]:
    audio = base64.b64encode(bytes(range(2 * samples))).decode()
    return {
        "id": "u",
        "seq": seq,
        "offset": offset,
        "sample_rate_hz": 8,
        "audio": audio,
        "words": [],
        **changes,
    }


DONE = {"id": "u", "done": True, "samples": 4, "cancelled": False}


def speaker(url: str) -> Speaker:
    return Speaker(TorchServe(Endpoint(url, retries=0)))


def test_sentences_come_in_order_with_the_samples_they_begin_at() -> None:
    with serving(Tts()) as url:
        first, second, end = speaker(url).stream(Order(TWO), "u")
    (ash, _), (bone, _) = sentences(TWO)
    assert isinstance(first, Chunk)
    assert isinstance(second, Chunk)
    assert (first.offset, first.pcm, first.sample_rate_hz) == (0, ash, RATE)
    assert (second.offset, second.pcm) == (first.end, bone)
    assert second.words == (Word(0.3, 0.4, "Bone.", 5),)
    assert end == Ended(second.end, cancelled=False)


def test_a_cancel_ends_the_stream_and_tells_how_far_it_came() -> None:
    app = Tts()
    app.hold.clear()
    with serving(app) as url:
        pieces = speaker(url).stream(Order(TWO), "u")
        first = next(pieces)
        speaker(url).cancel("u")
        app.hold.set()
        assert isinstance(first, Chunk)
        assert list(pieces) == [Ended(first.end, cancelled=True)]


def test_a_long_text_is_more_bytes_than_any_reply_of_words() -> None:
    with serving(Tts()) as url:
        chunk, _ = speaker(url).stream(Order("ash " * 2000), "u")
    assert isinstance(chunk, Chunk)
    assert len(chunk.pcm) > MOST_BYTES


def test_silence_between_chunks_is_filled_in() -> None:
    joined = Joined()
    first, second, _ = read_chunks([line(0, 0), line(1, 3), DONE])
    assert isinstance(first, Chunk)
    assert isinstance(second, Chunk)
    assert joined.add(first) + joined.add(second) == b"\0\1\2\3" + b"\0\0" + b"\0\1\2\3"


@pytest.mark.parametrize(
    ("lines", "error", "words"),
    [
        ([line(0, 0)], Unavailable, "broke off before its last line"),
        ([], Unavailable, "broke off"),
        ([line(0, 0), line(2, 2), DONE], SoulsgenError, "line 2 of the speech does not follow"),
        ([line(0, 0), line(1, 1), DONE], SoulsgenError, "line 2 of the speech does not follow"),
        ([line(0, 0), {"error": "the engine died"}], SoulsgenError, "broke off: the engine died"),
        ([line(0, 0, audio="AAAA"), DONE], SoulsgenError, "3 bytes are no 16-bit samples"),
        ([line(0, 10**12), DONE], SoulsgenError, "line 1 of the speech follows after 12"),
        ([line(0, 0), line(1, 600), DONE], SoulsgenError, "line 2 of the speech follows after 75 s"),
        ([line(0, float("inf")), DONE], SoulsgenError, "line 1 of the speech is no sentence"),
        ([line(0, 0, sample_rate_hz=0), DONE], SoulsgenError, "0 Hz is no sample rate"),
        ([line(0, 0, sample_rate_hz=10**400), DONE], SoulsgenError, "line 1 of the speech is no sentence"),
        ([{**DONE, "samples": float("inf")}], SoulsgenError, "line 1 of the speech is no sentence"),
        ([{"error": "\x1b[31m" + "x" * 9000}], SoulsgenError, r"broke off: \[31mx{295}…$"),
        ([line(0, 0, audio="%"), DONE], SoulsgenError, "line 1 of the speech is no sentence"),
        ([{"text": "Ash."}], SoulsgenError, "line 1 of the speech is no sentence"),
    ],
)
def test_a_stream_that_is_not_whole_is_no_speech(
    lines: list[dict[str, Any]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        list(read_chunks(lines))


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize(
    "timed",
    [
        [{"start": float("nan"), "end": 1}],
        [{"start": "0", "end": 1}],
        [{"start": 0, "end": 10**400}],
        [{"start": 0, "end": 1, "at": float("inf")}],
        [{"end": 1}],
        [None],
        5,
        {"start": 1},
    ],
)
def test_what_is_heard_when_is_told_in_finite_numbers(name: str, timed: Any) -> None:
    times = {"words": [], name: timed}
    with pytest.raises(SoulsgenError, match="line 1 of the speech is no sentence"):
        list(read_chunks([line(0, 0, **times), DONE]))
    with pytest.raises(SoulsgenError, match="is it the tts archive"):
        read_said({"audio": "", "format": "wav", "duration": 1.0, **times}, "tts")


def test_the_recorded_streams_tell_what_was_made_and_what_has_been_heard() -> None:
    yes, no, end = read_chunks(recorded("stream_tts_two_sentences")["reply"]["lines"])
    assert isinstance(yes, Chunk)
    assert isinstance(no, Chunk)
    assert (yes.offset, yes.end, no.offset, no.end) == (0, 6256, 6256, 9096)
    assert end == Ended(9096, cancelled=False)
    words = [*yes.words, *no.words]
    heard = [[word.text for word in words if word.end_s * 8000 <= samples] for samples in (3055, 3056, 9096)]
    assert heard == [[], ["Yes."], ["Yes.", "No!"]]
    *chunks, end = read_chunks(recorded("cancelled_tts_stream")["reply"]["lines"])
    assert (len(chunks), end) == (1, Ended(6256, cancelled=True))


def test_nothing_is_read_after_the_last_line() -> None:
    lines = iter([line(0, 0), DONE, {"error": "of another time"}])
    assert len(list(read_chunks(lines))) == 2
    assert next(lines) == {"error": "of another time"}


def test_a_caption_is_a_sentence_and_an_abbreviation_ends_none() -> None:
    said = [
        ("Dr.", 0.0, 0.2),
        ("Voss", 0.2, 0.5),
        ('fell."', 0.5, 0.9),
        ("Who", 1.2, 1.4),
        ("knew?", 1.4, 1.8),
    ]
    found = segments([Word(start, end, text) for text, start, end in said])
    assert [(each["start"], each["end"], each["text"]) for each in found] == [
        (0.0, 0.9, 'Dr. Voss fell."'),
        (1.2, 1.8, "Who knew?"),
    ]
    assert found[1]["words"][0] == {"start": 1.2, "end": 1.4, "word": "Who"}
    assert segments([]) == []
