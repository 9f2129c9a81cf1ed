"""The animator's edge, with TorchServe's own context around a batch."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from animator.picture import CharacterError
from character_checkpoints import BLUSH, HEART, TEARS, picture, write_cast
from handlerkit.checks import SettingsError
from handlers.animator.archive_worker import REST, Reply, Served, bare, handle, started
from handlers.animator.frame_replies import type_of, unframed
from wire_pairs import WirePair, wire_pairs

FACE = slice(80, 208), slice(192, 320)


def said_of(reply: Reply) -> dict[str, Any]:
    """Type and headers of a picture or of many; any other reply's JSON."""
    headers = dict(reply.headers)
    kind = headers.pop("content-type")
    if kind == "application/json":
        return json.loads(reply.content)
    if kind == "application/x-frames":
        return {
            "type": kind,
            "headers": headers,
            "frames": [type_of(file) for file in unframed(reply.content)],
        }
    assert kind == type_of(reply.content)
    return {"type": kind, "headers": headers}


@pytest.mark.parametrize("pair", wire_pairs("animator"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(served: Served, pair: WirePair) -> None:
    (reply,) = handle(served, json.dumps(pair.request).encode())
    assert (reply.status, said_of(reply)) == (pair.status, pair.reply)


def test_bad_rows_get_their_own_400_and_their_neighbours_what_they_would_get_alone(served: Served) -> None:
    turned = {"pose": {"head_y": 0.7, "mouth_aaa": 1}, "size": 128, "format": "png"}
    blushing = {"poses": [REST, REST], "cels": [{"blush1": 1}, {}], "size": 64, "format": "png"}
    good = [turned, blushing, {**turned, "character": "wisp"}, {"op": "characters"}]
    alone = [handle(served, body)[0] for body in good]
    bad = [
        b"{",
        {},
        {"pose": {"head_y": float("nan")}},
        {"poses": [REST[:44]]},
        {"poses": [REST] * 10_000},
        {"pose": {}, "character": "nobody"},
        {"pose": {}, "cels": {"blush9": 1}},
        {"pose": {}, "effects": {"heart1": 1}, "character": "wisp"},
    ]
    mixed = [body for pair in zip(bad, good * 2, strict=True) for body in pair]
    replies = handle(served, *mixed)
    assert [reply.status for reply in replies] == [400, 200] * 8
    assert replies[1::2] == alone * 2
    assert replies[12].error == "cels: this character has no 'blush9'. Known: blush1, blush2, tears1"
    assert replies[14].error == "effects: this character has no 'heart1'. Known: none"


def test_poses_of_many_rows_are_drawn_together_a_character(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = served[0].cast
    calls: list[tuple[str, int]] = []
    for name in ("wick", "wisp"):
        engine = cast.actor(name).engine

        def counted(poses: Any, cels: Any, side: int, name: str = name, real: Any = engine.pictures) -> Any:
            calls.append((name, len(poses)))
            return real(poses, cels, side)

        monkeypatch.setattr(engine, "pictures", counted)
    rest = {"pose": {}, "size": 64}
    handle(served, rest, {**rest, "character": "wisp"}, {"poses": [REST] * 3, "size": 64}, rest)
    assert calls == [("wick", 5), ("wisp", 1)]
    calls.clear()
    # No more at once than the configuration says: the first are encoded meanwhile.
    handle(served, {"poses": [REST] * 10, "size": 64})
    assert calls == [("wick", 8), ("wick", 2)]


def test_a_frame_is_the_picture_with_its_face_drawn_anew(still: Served) -> None:
    drawn = bare(handle(still, {"pose": {}, "format": "rgba"})[0]).astype(int)
    expected = picture().astype(int)
    assert len(np.unique(drawn[FACE].reshape(-1, 4), axis=0)) == 1
    expected[FACE] = drawn[FACE]
    assert np.abs(drawn - expected).max() <= 1


def test_cels_lie_on_the_face_and_effects_over_all(still: Served) -> None:
    rest, laid = handle(
        still,
        {"pose": {}, "format": "rgba"},
        {"pose": {}, "format": "rgba", "cels": {"tears1": 1, "blush1": 1}, "effects": {"heart1": 1}},
    )
    before, after = bare(rest).astype(int), bare(laid).astype(int)
    for box, colour in ((TEARS, (120, 180, 255, 255)), (HEART, (255, 0, 96, 255))):
        left, top, right, bottom = box
        assert np.abs(after[top:bottom, left:right] - colour).max() <= 1
        before[top:bottom, left:right] = after[top:bottom, left:right]
    left, top, right, bottom = BLUSH
    redder = after[top:bottom, left:right, 0] > before[top:bottom, left:right, 0]
    assert redder[:, TEARS[2] - left :].all()
    before[top:bottom, left:right] = after[top:bottom, left:right]
    assert np.array_equal(before, after)


def test_many_frames_are_each_what_one_is(served: Served) -> None:
    poses = [[*REST[:40], turn, *REST[41:]] for turn in (-1.0, 0.0, 1.0)]
    look = {"size": 96, "format": "qoi", "background": "#808080"}
    singles = [handle(served, {"poses": [pose], **look})[0].content for pose in poses]
    (many,) = handle(served, {"poses": poses, **look})
    assert list(unframed(many.content)) == singles
    assert len(set(singles)) == 3


def test_a_broken_character_is_named_and_costs_no_other_row_anything(unpacked: Path, tmp_path: Path) -> None:
    write_cast(tmp_path)
    weights = tmp_path / "wisp" / "face_morpher.pt"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: len(whole) // 2])
    served = started(unpacked, characters=str(tmp_path))
    asked = [{"pose": {}, "size": 64}, {"pose": {}, "size": 64, "character": "wisp"}]
    for _ in range(2):
        good, bad = handle(served, *asked)
        assert (good.status, bad.status) == (200, 500)
        assert bad.error.startswith("wisp/face_morpher.pt: no weights that can be read")
        assert str(tmp_path) not in bad.error
    # Put right, it is there at once.
    weights.write_bytes(whole)
    assert [reply.status for reply in handle(served, *asked)] == [200, 200]


def test_a_broken_cel_costs_the_row_that_asks_for_it_a_500(unpacked: Path, tmp_path: Path) -> None:
    write_cast(tmp_path)
    (tmp_path / "wick" / "cels" / "tears1.png").write_bytes(b"\x89PNG")
    served = started(unpacked, characters=str(tmp_path))
    rest = {"pose": {}, "size": 64}
    good, bad = handle(served, {**rest, "cels": {"blush1": 1}}, {**rest, "cels": {"tears1": 1}})
    assert (good.status, bad.status) == (200, 500)
    assert bad.error.startswith("wick/cels/tears1.png: no PNG or WebP that can be read")


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
def test_weights_whose_frames_are_no_numbers_cost_their_own_rows_a_500(
    unpacked: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_cast(tmp_path)
    path = tmp_path / "wisp" / "body_morpher.pt"
    state = torch.load(path, weights_only=True)
    torch.save({name: torch.full_like(value, 3e38) for name, value in state.items()}, path)
    served = started(unpacked, characters=str(tmp_path))
    rest = {"pose": {}, "size": 64}
    good, bad, again = handle(served, rest, {**rest, "character": "wisp"}, rest)
    assert [good.status, bad.status, again.status] == [200, 500, 200]
    assert bad.error == "drawing wisp failed; the worker's log says why"
    assert "Traceback" in caplog.text


def test_the_least_recently_used_character_leaves_and_comes_back_the_same(unpacked: Path) -> None:
    served = started(unpacked, resident=1)
    cast = served[0].cast
    wick, wisp = ({"pose": {"head_x": 1}, "size": 64, "character": name} for name in ("wick", "wisp"))
    (first,) = handle(served, wick)
    assert list(cast.actors) == ["wick"]
    handle(served, wisp)
    assert list(cast.actors) == ["wisp"]
    assert handle(served, wick)[0].content == first.content


def test_what_is_not_drawn_in_time_is_told_to_come_again(served: Served) -> None:
    stage = served[0].stage
    now = iter([0.0, 0.5, 1.0, 1.0, 2.0, 2.0, 1000.0])
    clock, stage.clock = stage.clock, lambda: next(now)
    try:
        rest = {"poses": [REST] * 10, "size": 64}
        done, late = handle(served, rest, {"poses": [REST] * 20, "size": 64})
    finally:
        stage.clock = clock
    assert (done.status, late.status) == (200, 503)
    assert late.error.startswith("the frames did not get done in time")


def test_a_batch_is_counted_once(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        handle(served, {"poses": [REST, REST], "size": 64}, {}, {"pose": {}, "size": 64})
        handle(served, {"op": "characters"})
    metrics = [record.message for record in caplog.records if record.message.startswith("[METRICS]Animator")]
    assert metrics[0].split("|")[0] == "[METRICS]AnimatorFrames.Count:3"
    assert [metric.partition(":")[0] for metric in metrics[1:]] == [
        "[METRICS]AnimatorSeconds.Seconds",
        "[METRICS]AnimatorDrawSeconds.Seconds",
        "[METRICS]AnimatorEncodeSeconds.Seconds",
        "[METRICS]AnimatorFps.Count",
    ]


def test_an_archive_that_cannot_draw_does_not_start(unpacked: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="unknown key 'character'"):
        started(unpacked, character="wick")
    with pytest.raises(SettingsError, match="no characters; each is a folder with a character_model"):
        started(unpacked, characters=str(tmp_path))
    write_cast(tmp_path)
    (tmp_path / "wick" / "character.png").unlink()
    with pytest.raises(CharacterError, match=r"^wick/character\.png: no such file"):
        started(unpacked, characters=str(tmp_path))


def test_a_reply_tells_how_long_its_frames_took(served: Served) -> None:
    one, many, refused = handle(
        served, {"pose": {}, "size": 64}, {"poses": [REST, REST], "size": 64}, {"poses": []}
    )
    assert [len(reply.took) for reply in (one, many, refused)] == [2, 2, 0]
    assert min(*one.took, *many.took) > 0


def test_a_character_is_known_by_its_pictures_pixels(unpacked: Path, tmp_path: Path) -> None:
    write_cast(tmp_path)
    served = started(unpacked, characters=str(tmp_path))

    def digests() -> list[str | None]:
        (told,) = handle(served, {"op": "characters"})
        return [each["picture"] for each in json.loads(told.content)["characters"]]

    known = hashlib.sha256(picture().tobytes()).hexdigest()
    assert digests() == [known, known]
    # Another file of the same pixels, other pixels, and none.
    path = tmp_path / "wisp" / "character.png"
    Image.fromarray(picture()).save(path, compress_level=0)
    assert digests() == [known, known]
    other = picture()
    other[0, 0] = 1, 2, 3, 4
    Image.fromarray(other).save(path)
    assert digests() == [known, hashlib.sha256(other.tobytes()).hexdigest()]
    path.write_bytes(b"\x89PNG")
    assert digests() == [known, None]
