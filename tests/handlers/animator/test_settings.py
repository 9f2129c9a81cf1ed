"""What a request and a model configuration of the animator may say."""

from typing import Any

import pytest

from animator.look import Look
from animator.pose import INDEX
from animator.settings import CharactersRequest, DrawRequest, ModelSettings, parse_request
from handlerkit.checks import SettingsError

REST = [0.0] * 45


def drawn(body: dict[str, Any]) -> DrawRequest:
    request = parse_request(body)
    assert isinstance(request, DrawRequest)
    return request


def test_poses_alone_get_the_documented_defaults() -> None:
    request = drawn({"poses": [REST]})
    assert request.poses.tolist() == [REST]
    assert (request.character, request.cels, request.effects) == ("", ({},), ({},))
    assert request.look == Look(512, "webp", 80, "transparent", (0.0, 0.0, 1.0, 1.0), 1.0, ())


def test_every_key_is_taken_and_null_means_default() -> None:
    request = drawn(
        {
            "op": "draw",
            "character": "wick",
            "poses": [REST, REST],
            "pose": None,
            "cels": [{"blush1": 0.5, "tears1": 0}, {}],
            "effects": {"heart1": 1},
            "size": 256,
            "format": "png",
            "quality": 1,
            "background": "#1a2B3c",
            "crop": [0.25, 0, 0.75, 1],
            "upscale": 2,
            "filters": [],
        }
    )
    assert request.character == "wick"
    # What does not show is as if it had not been named.
    assert request.cels == ({"blush1": 0.5}, {})
    assert request.effects == ({"heart1": 1.0}, {"heart1": 1.0})
    assert request.look == Look(256, "png", 1, "#1a2B3c", (0.25, 0.0, 0.75, 1.0), 2.0, ())
    assert request.look.colour == (26, 43, 60)
    assert (request.look.width, request.look.height) == (256, 512)
    assert (request.look.columns, request.look.rows) == (slice(128, 384), slice(0, 512))


def test_a_pose_by_names_is_one_with_ours_or_ravens() -> None:
    ours = drawn({"pose": {"head_y": -0.5, "mouth_delta": 1}}).poses
    assert ours[0, INDEX["head_y"]] == -0.5
    assert ours.tolist() == drawn({"pose": {"head_y_index": -0.5, "mouth_delta": 1}}).poses.tolist()
    assert drawn({"pose": {}}).poses.tolist() == [REST]


def test_characters_is_a_request_of_its_own() -> None:
    assert parse_request({"op": "characters"}) == CharactersRequest()
    with pytest.raises(SettingsError, match="characters: unknown key 'size'"):
        parse_request({"op": "characters", "size": 64})


def test_jpeg_stands_before_white_unless_another_colour_is_named() -> None:
    assert drawn({"pose": {}, "format": "jpeg"}).look.colour == (255, 255, 255)
    assert drawn({"pose": {}, "format": "jpeg", "background": "#000000"}).look.colour == (0, 0, 0)


WHICH = "give either poses, a list of them, or pose, {parameter: value}"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, WHICH),
        ({"pose": {}, "poses": [REST]}, WHICH),
        ({"poses": []}, "poses must be 1 to 256 lists of 45 numbers, not 0"),
        ({"poses": [REST] * 10_000}, "poses must be 1 to 256 lists of 45 numbers, not 10000"),
        ({"poses": "x"}, "poses must be 1 to 256 lists of 45 numbers, not 'x'"),
        ({"poses": [REST, REST[:44]]}, "poses[1] must hold 45 numbers, not 44"),
        (
            {"poses": [[float("nan"), *REST[1:]]]},
            "poses[0][0] (eyebrow_troubled_left) must be a number from 0 to 1, not nan",
        ),
        ({"pose": {"head_x": 2}}, "pose.head_x must be a number from -1 to 1, not 2"),
        ({"pose": [REST]}, f"pose must be {{parameter: value}}, not {str([REST])[:40]}… (list)"),
        ({"cels": {"blush1": 2}}, "cels.'blush1' must be a number from 0.0 to 1.0, not 2"),
        ({"cels": {"blush1": float("nan")}}, "cels.'blush1' must be a number from 0.0 to 1.0, not nan"),
        ({"cels": [{}, {}]}, "cels must be one object, or one for each of 1 poses, not 2"),
        ({"effects": [{"heart1": "x"}]}, "effects[0].'heart1' must be a number from 0.0 to 1.0, not 'x'"),
        ({"effects": 5}, "effects must be {name: strength} of at most 64, not 5"),
        ({"size": 63}, "size must be a whole number from 64 to 1024, not 63"),
        ({"size": 512.0}, "size must be a whole number from 64 to 1024, not 512.0"),
        ({"format": "gif"}, "format must be one of webp, png, jpeg, qoi, rgba, not 'gif'"),
        ({"quality": 0}, "quality must be a whole number from 1 to 100, not 0"),
        ({"background": "red"}, "background must be transparent or a colour as #rrggbb, not 'red'"),
        (
            {"background": "#ffffff\n"},
            "background must be transparent or a colour as #rrggbb, not '#ffffff\\n'",
        ),
        (
            {"background": "transparent", "format": "jpeg"},
            "background must be a colour as #rrggbb: jpeg knows no transparency",
        ),
        ({"crop": [0, 0, 1]}, "crop must be [left, top, right, bottom], shares from 0 to 1, not [0, 0, 1]"),
        ({"crop": [0, 0, 1, 2]}, "crop[3] must be a number from 0.0 to 1.0, not 2"),
        (
            {"crop": [0.5, 0, 0.5, 1]},
            "crop must end 0.03125 or more right of left, not [0.5, 0.0, 0.5, 1.0]",
        ),
        ({"crop": [0, 0.9, 1, 0.1]}, "crop must end 0.03125 or more below top, not [0.0, 0.9, 1.0, 0.1]"),
        ({"upscale": 5}, "upscale must be a number from 1.0 to 4.0, not 5"),
        (
            {"size": 1024, "upscale": 3},
            "size, crop and upscale make 3072x3072 pixels; 2048 is the most a side",
        ),
        ({"filters": ["bloom"]}, "filters must be an empty list, for there are none yet, not ['bloom']"),
        ({"character": 5}, "character must be a string, not 5"),
        ({"op": "dance"}, "op must be one of draw, characters, not 'dance'"),
        (
            {"backgruond": "#ffffff"},
            "request: unknown key 'backgruond'; did you mean background? Known: op, poses, pose, cels, "
            "effects, character, size, format, quality, background, crop, upscale, filters",
        ),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_what_is_allowed(body: dict[str, Any], sentence: str) -> None:
    given = body if {"pose", "poses"} & body.keys() or not body else {"pose": {}, **body}
    with pytest.raises(SettingsError) as refused:
        parse_request(given)
    assert str(refused.value) == sentence


def test_a_request_has_no_more_pixels_than_256_frames() -> None:
    assert len(drawn({"poses": [REST] * 256}).poses) == 256
    assert len(drawn({"poses": [REST] * 16, "size": 1024, "upscale": 2}).poses) == 16
    with pytest.raises(SettingsError, match="at most 64 poses of 1024x1024 pixels go into one request"):
        parse_request({"poses": [REST] * 65, "size": 1024})


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"resident": 0}, "animator.resident must be a whole number from 1 to 1000, not 0"),
        ({"characters": 5}, "animator.characters must be a string, not 5"),
        (
            {"thread": 1},
            "model-config.yaml, animator: unknown key 'thread'; did you mean threads? "
            "Known: characters, resident, batch, batch_seconds, threads",
        ),
    ],
)
def test_a_model_configuration_with_a_fault_is_refused(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ModelSettings.from_mapping(table)
    assert str(refused.value) == sentence
