"""The animator's edge, with TorchServe's own context around a batch."""

import hashlib
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from ts.context import Context

from animator.filters.chain import metadata
from animator.handler import AnimatorHandler
from animator.pack import pack
from animator.picture import CharacterError
from anime4k_shaders import Writer, write_shaders
from character_checkpoints import BLUSH, HEART, TEARS, picture, write_cast, write_layers, write_student
from handlerkit.checks import SettingsError
from handlers.animator.frame_replies import type_of, unframed
from wire_pairs import WirePair, wire_pairs
from worker_context import give_requests, model_config, worker_context

ROOM = Path(__file__).parents[3] / "serve-handlers" / "animator"
FACE = slice(80, 208), slice(192, 320)
REST = [0.0] * 45
Served = tuple[AnimatorHandler, Context]


@dataclass(frozen=True)
class Reply:
    """took: X-Draw-Ms and X-Encode-Ms, which no other reply has the same."""

    status: int
    headers: dict[str, str]
    content: bytes
    took: list[float] = field(compare=False, default_factory=list)

    @property
    def error(self) -> str:
        return str(json.loads(self.content)["error"])


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `soulsgen create handler animator` packs."""
    folder = tmp_path_factory.mktemp("unpacked")
    write_cast(folder / "characters")
    (folder / "weights").mkdir()
    pack(folder / "characters", folder / "weights")
    return folder


@pytest.fixture(scope="module")
def served(unpacked: Path) -> Served:
    return started(unpacked)


def started(folder: Path, **settings: Any) -> Served:
    """A handler of the archive unpacked at `folder`, or of characters elsewhere."""
    config = model_config(ROOM)
    context = worker_context(folder, config | {"animator": config["animator"] | settings})
    handler = AnimatorHandler()
    handler.initialize(context)
    return handler, context


def handle(served: Served, *bodies: Any) -> list[Reply]:
    handler, context = served
    give_requests(context, [{} for _ in bodies])
    replies = handler.handle([{"body": body} for body in bodies], context)
    return [_reply(context, index, content) for index, content in enumerate(replies)]


def _reply(context: Context, index: int, content: bytes) -> Reply:
    headers = dict(context.get_response_headers(index))
    took = [float(headers.pop(name)) for name in ("X-Draw-Ms", "X-Encode-Ms") if name in headers]
    return Reply(context.get_response_status(index)[0], headers, content, took)


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


def bare(reply: Reply) -> np.ndarray:
    """Pixels of a reply in rgba."""
    width, height = map(int, reply.headers["X-Size"].split())
    return np.frombuffer(reply.content, np.uint8).reshape(height, width, 4)


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


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A student that draws its picture as it is, with cels and effects."""
    folder = tmp_path_factory.mktemp("still")
    write_student(folder / "still", moves=False)
    write_layers(folder / "still")
    return started(folder, characters=str(folder))


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


def test_filters_are_told_as_an_editor_needs_them(served: Served) -> None:
    (told,) = handle(served, {"op": "filters"})
    assert json.loads(told.content) == {"filters": json.loads(json.dumps(metadata()))}


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


def test_filters_show_and_move_with_time_and_seed(still: Served) -> None:
    rest = {"pose": {}, "size": 128, "format": "rgba"}
    noisy = {**rest, "filters": [["noise", {}]]}
    plain, first, again, later, other = handle(
        still, rest, noisy, noisy, {**noisy, "time": 3.0}, {**noisy, "seed": 1}
    )
    assert first.content == again.content
    assert len({reply.content for reply in (plain, first, later, other)}) == 4
    poses = {"poses": [REST, REST], "size": 128, "format": "rgba", "filters": [["noise", {}]]}
    (both,) = handle(still, {**poses, "times": [0.0, 3.0]})
    assert list(unframed(both.content)) == [first.content, later.content]


def test_an_upscaled_frame_is_the_frame_made_larger(still: Served) -> None:
    look = {"pose": {}, "format": "rgba", "crop": [0.25, 0.25, 0.75, 0.75]}
    plain, large = handle(still, look, {**look, "upscale": 2, "upscale_quality": "bicubic"})
    assert large.headers["X-Size"] == "512 512"
    expected = Image.fromarray(bare(plain)).resize((512, 512), Image.Resampling.BICUBIC)
    assert np.array_equal(bare(large), np.asarray(expected))


def test_networks_enlarge_where_there_are_shaders(unpacked: Path, tmp_path: Path) -> None:
    write_shaders(tmp_path / "shaders")
    served = started(unpacked, anime4k=str(tmp_path / "shaders"))
    look = {"pose": {}, "format": "rgba", "crop": [0.3, 0.3, 0.4, 0.4], "upscale": 2}
    replies = handle(served, *({**look, "upscale_quality": each} for each in ("lanczos", "low", "high")))
    assert [reply.status for reply in replies] == [200] * 3
    assert {reply.headers["X-Size"] for reply in replies} == {"102 102"}
    assert len({reply.content for reply in replies}) == 3


def test_networks_that_cannot_be_had_cost_their_own_rows(
    served: Served, unpacked: Path, tmp_path: Path
) -> None:
    asked = {"pose": {}, "size": 512, "upscale": 2, "upscale_quality": "low", "upscale_preset": "A"}
    rest = {"pose": {}, "size": 64}
    good, bad = handle(served, rest, asked)
    assert (good.status, bad.status) == (200, 400)
    assert bad.error.startswith("upscale_quality low needs the shaders of Anime4K, and this server has none")
    write_shaders(tmp_path / "shaders")
    broken = tmp_path / "shaders" / "Anime4K_Upscale_CNN_x2_S.glsl"
    whole = broken.read_text("utf-8")
    broken.write_text(whole.replace("go_0(0.0, 1.0)", "go_9(0.0, 1.0)", 1), "utf-8")
    (number,) = (at for at, line in enumerate(broken.read_text("utf-8").splitlines(), 1) if "go_9" in line)
    with_shaders = started(unpacked, anime4k=str(tmp_path / "shaders"))
    good, bad = handle(with_shaders, rest, asked)
    assert (good.status, bad.status) == (200, 500)
    assert bad.error == f"Anime4K_Upscale_CNN_x2_S.glsl:{number}: go_9 is not defined"
    # Put right, it is read at once.
    broken.write_text(whole, "utf-8")
    assert [reply.status for reply in handle(with_shaders, rest, asked)] == [200, 200]
    with pytest.raises(SettingsError, match=r"^animator\.anime4k must be a folder, which .*nowhere is not$"):
        started(unpacked, anime4k=str(tmp_path / "nowhere"))


def test_a_network_whose_pictures_are_no_numbers_costs_its_own_row(
    unpacked: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_shaders(tmp_path)
    writer = Writer(0, enlarges=True)
    read = ["MAIN"]
    for number in range(20):
        writer.convolution(f"conv_{number}", read, scale=2000)
        read = [f"conv_{number}"]
    writer.shuffle(read)
    (tmp_path / "Anime4K_Upscale_Denoise_CNN_x2_S.glsl").write_text(writer.text, "utf-8")
    served = started(unpacked, anime4k=str(tmp_path))
    small = {"pose": {}, "crop": [0.4, 0.4, 0.5, 0.5], "upscale": 2, "upscale_quality": "low"}
    rest = {"pose": {}, "size": 64}
    good, bad, again, well = handle(
        served, rest, small, {**rest, "filters": [["noise", {}]]}, {**small, "upscale_preset": "A"}
    )
    assert [reply.status for reply in (good, bad, again, well)] == [200, 500, 200, 200]
    assert bad.error == "drawing wick failed; the worker's log says why"
    assert "Traceback" in caplog.text
