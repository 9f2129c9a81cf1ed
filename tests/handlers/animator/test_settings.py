"""What a request and a model configuration of the animator may say."""

from typing import Any

import pytest

from animator.filters.chain import FILTERS, Chain, read_chain
from animator.look import Look
from animator.pose import INDEX
from animator.settings import CharactersRequest, DrawRequest, FiltersRequest, ModelSettings, parse_request
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
    assert (request.times.tolist(), request.seed) == ([0.0], 0)
    assert request.look == Look(
        size=512,
        format="webp",
        quality=80,
        background="transparent",
        crop=(0.0, 0.0, 1.0, 1.0),
        upscale=1.0,
        upscale_quality="lanczos",
        upscale_preset="C",
        filters=Chain(),
    )


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
            "upscale_quality": "bicubic",
            "upscale_preset": "A",
            "filters": [["bloom", {}], ["scanlines", {}]],
            "time": 2.5,
            "seed": 7,
        }
    )
    assert request.character == "wick"
    # What does not show is as if it had not been named.
    assert request.cels == ({"blush1": 0.5}, {})
    assert request.effects == ({"heart1": 1.0}, {"heart1": 1.0})
    assert request.look == Look(
        size=256,
        format="png",
        quality=1,
        background="#1a2B3c",
        crop=(0.25, 0.0, 0.75, 1.0),
        upscale=2.0,
        upscale_quality="bicubic",
        upscale_preset="A",
        filters=read_chain([["bloom", {}], ["scanlines", {}]]),
    )
    assert (request.times.tolist(), request.seed) == ([2.5, 2.5], 7)
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
    assert parse_request({"op": "filters", "poses": None}) == FiltersRequest()
    with pytest.raises(SettingsError, match="filters: unknown key 'poses'"):
        parse_request({"op": "filters", "poses": [REST]})


def test_times_are_exact_to_a_frame_after_a_year() -> None:
    year = 31_557_600.0
    times = [year, year + 0.04]
    assert drawn({"poses": [REST, REST], "times": times}).times.tolist() == times


@pytest.mark.parametrize(
    ("look", "networked", "in_light"),
    [
        ({"upscale": 2}, False, False),
        ({"upscale": 2, "upscale_quality": "low"}, True, True),
        ({"upscale_quality": "high"}, False, False),
        # As many pixels as are drawn: there is nothing to enlarge.
        ({"size": 256, "upscale": 2, "upscale_quality": "high"}, False, False),
        ({"size": 1024, "upscale_quality": "high"}, False, False),
        ({"filters": [["bloom", {}]]}, False, True),
        ({"filters": []}, False, False),
    ],
)
def test_only_what_needs_it_is_worked_on_as_light(
    look: dict[str, Any], networked: bool, in_light: bool
) -> None:
    told = drawn({"pose": {}, **look}).look
    assert (told.networked, told.in_light) == (networked, in_light)


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
        (
            {"upscale_quality": "best"},
            "upscale_quality must be one of bilinear, bicubic, lanczos, low, high, not 'best'",
        ),
        ({"upscale_preset": "D"}, "upscale_preset must be one of A, B, C, not 'D'"),
        (
            {"filters": "bloom"},
            "filters must be a list of at most 32 of [filter, {parameter: value}], not 'bloom'",
        ),
        ({"filters": [["blom", {}]]}, f"filters[0][0] must be one of {', '.join(FILTERS)}, not 'blom'"),
        ({"time": -1}, "time must be a number from 0.0 to 10000000000.0, not -1"),
        ({"time": float("nan")}, "time must be a number from 0.0 to 10000000000.0, not nan"),
        ({"time": 0, "times": [0]}, "give either times, one for each pose, or time, for all"),
        ({"times": [0, 1]}, "times must be a list of one for each of 1 poses, not 2"),
        ({"times": 5}, "times must be a list of one for each of 1 poses, not 5"),
        ({"times": ["now"]}, "times[0] must be a number from 0.0 to 10000000000.0, not 'now'"),
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, not -1"),
        ({"character": 5}, "character must be a string, not 5"),
        ({"op": "dance"}, "op must be one of draw, characters, filters, not 'dance'"),
        (
            {"backgruond": "#ffffff"},
            "request: unknown key 'backgruond'; did you mean background? Known: op, poses, pose, cels, "
            "effects, times, time, character, size, format, quality, background, crop, upscale, "
            "upscale_quality, upscale_preset, filters, seed",
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


def test_a_request_has_no_more_work_than_a_minutes() -> None:
    chain = [["bloom", {}]] * 32
    assert len(drawn({"poses": [REST] * 128, "filters": chain}).poses) == 128
    with pytest.raises(SettingsError) as filtered:
        parse_request({"poses": [REST] * 129, "filters": chain})
    assert str(filtered.value) == ("at most 128 poses of 512x512 pixels with 32 filters go into one request")
    with pytest.raises(SettingsError) as enlarged:
        parse_request({"poses": [REST] * 64, "upscale": 2, "upscale_quality": "high", "filters": chain[:1]})
    assert str(enlarged.value) == (
        "at most 60 poses of 1024x1024 pixels with 1 filter and networks of high quality go into one request"
    )


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"resident": 0}, "animator.resident must be a whole number from 1 to 1000, not 0"),
        ({"characters": 5}, "animator.characters must be a string, not 5"),
        (
            {"thread": 1},
            "model-config.yaml, animator: unknown key 'thread'; did you mean threads? "
            "Known: characters, anime4k, resident, batch, batch_seconds, threads",
        ),
    ],
)
def test_a_model_configuration_with_a_fault_is_refused(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ModelSettings.from_mapping(table)
    assert str(refused.value) == sentence
