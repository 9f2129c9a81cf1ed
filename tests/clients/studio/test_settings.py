"""Settings: other programs' files are read, every key does something, and what is wrong is named."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.motion.events import DataEyes, Event, Feel, Say, Talk
from soulsgen.motion.lips import Viseme
from soulsgen.motion.looking import CAMERA
from soulsgen.motion.manner import Manner
from soulsgen.motion.scene import Scene
from soulsgen.studio.keys import KEYS
from soulsgen.studio.settings import STARTING, Settings, metadata, read_settings, table_of

# The shape of what the original ships, with values of ours.
FILE = """
{"target_fps": 20,
 "format": "QOI",
 "upscale": 1.5,
 "upscale_preset": "A",
 "upscale_quality": "high",
 "metrics_enabled": true,
 "crop": {"enabled": true, "left": 0.25, "top": 0.0, "right": 0.75, "bottom": 1.0},
 "pose_interpolator_step": 0.2,
 "blink_interval_min": 3.0, "blink_interval_max": 4.0,
 "blink_probability": 0.05,
 "blink_confusion_duration": 5.0,
 "talking_fps": 10,
 "talking_morph": "mouth_delta",
 "sway_morphs": ["head_x_index", "neck_z_index"],
 "sway_interval_min": 4.0, "sway_interval_max": 8.0,
 "sway_macro_strength": 0.4, "sway_micro_strength": 0.03,
 "breathing_cycle_duration": 3.0,
 "data_eyes_fps": 8.0, "data_eyes_fadeout_duration": 0.5,
 "eye_waver_fps": 6.0,
 "backdrop_path": "stage.png", "backdrop_blur": false,
 "animefx_enabled": true,
 "animefx": [
   ["heart", {"enabled": true, "emotions": ["love"], "type": "sequence_with_fadeout",
              "duration": 0.4, "cels": ["fx_heart1", "fx_heart2"]}],
   ["spark", {"enabled": false, "emotions": ["joy", "pride"], "type": "cycle",
              "fps": 5.0, "cels": ["fx_spark1"]}]],
 "postprocessor_chain": [["bloom", {"threshold": 0.5}], ["translucency", {}],
                         ["noise", {"strength": 0.2, "name": "first"}]]}
"""


def test_nothing_is_the_defaults_and_those_are_today_s_motion_seen_live() -> None:
    assert read_settings({}) == Settings()
    assert Settings().manner == Manner(foresight=False)
    assert [name for name, _ in Settings().filters] == [
        *("bloom", "chromatic_aberration", "vignetting", "translucent_display", "banding", "scanlines")
    ]
    assert STARTING.filters == ()


def test_a_file_of_the_original_is_read_whole() -> None:
    settings = read_settings(json.loads(FILE))
    manner = settings.manner
    assert (settings.fps, manner.shown_s, settings.metrics) == (20.0, 0.05, True)
    assert settings.look() == {
        **{"size": 512, "format": "qoi", "quality": 80, "background": "transparent"},
        **{"crop": [0.25, 0.0, 0.75, 1.0], "upscale": 1.5, "upscale_preset": "A", "upscale_quality": "high"},
        "filters": [
            ["bloom", {"threshold": 0.5}],
            ["translucent_display", {}],
            ["noise", {"strength": 0.2, "name": "first"}],
        ],
    }
    assert (manner.step, manner.breathing_s, manner.waver_hz, manner.effects) == (0.2, 3.0, 6.0, True)
    assert (manner.talking.rate_hz, manner.talking.parameter) == (10.0, "mouth_delta")
    assert manner.sway.parameters == ("head_x", "neck_z")
    assert (manner.sway.shortest_s, manner.sway.longest_s) == (4.0, 8.0)
    heart, spark = manner.drawn
    assert (heart.rate_hz, heart.lasts_s, heart.fading_s, heart.layers) == (
        None,
        0.4,
        0.4,
        ("heart1", "heart2"),
    )
    assert (spark.rate_hz, spark.lasts_s, spark.fading_s, spark.enabled) == (5.0, None, 0.0, False)
    assert (settings.backdrop_path, settings.backdrop_blur) == ("stage.png", False)


@pytest.mark.parametrize("table", [{}, json.loads(FILE), {"look": "camera"}, {"look": [0.25, 1.5]}])
def test_settings_go_to_a_table_and_back(table: Mapping[str, Any]) -> None:
    settings = read_settings(table)
    written = json.loads(json.dumps(table_of(settings)))
    assert list(written) == list(KEYS)
    assert read_settings(written) == settings
    assert table_of(read_settings(written)) == written


def test_a_table_is_written_as_the_original_writes_it() -> None:
    written = table_of(read_settings(json.loads(FILE)))
    assert (written["format"], written["talking_morph"]) == ("QOI", "mouth_delta")
    assert written["sway_morphs"] == ["head_x_index", "neck_z_index"]
    assert written["animefx"][0] == [
        "heart",
        {
            **{"enabled": True, "emotions": ["love"], "type": "sequence_with_fadeout", "duration": 0.4},
            **{"fadein": 0.15, "fadeout": 0.4, "cels": ["fx_heart1", "fx_heart2"]},
        },
    ]


def test_the_cuts_of_older_files_are_a_crop() -> None:
    cut = read_settings({"crop_left": 0.5, "crop_right": 0.25, "crop_top": 0.0, "crop_bottom": 0.0})
    assert cut.crop.edges == (0.25, 0.0, 0.875, 1.0)
    assert read_settings({"crop_left": 0.0, "crop_top": 0.0}) == Settings()


# A value of each key that is not its default.
OTHER: dict[str, Any] = {
    **{"target_fps": 10, "size": 256, "format": "JPEG", "quality": 50, "background": "#203040"},
    **{"crop": {"enabled": True, "left": 0.1}, "upscale": 2, "upscale_preset": "B"},
    **{"upscale_quality": "lanczos", "postprocessor_chain": [["scanlines", {}]], "metrics_enabled": True},
    **{"backdrop_path": "/stage.png", "backdrop_blur": False},
    **{"pose_interpolator_step": 0.1, "blink_interval_min": 4.5, "blink_interval_max": 9.0},
    **{"blink_probability": 0.01, "blink_confusion_duration": 2.0, "talking_fps": 4},
    **{"talking_morph": "mouth_uuu_index", "lips_lead": 0.1, "looks_about": False, "look": "camera"},
    **{"data_eyes_fps": 5, "data_eyes_fadeout_duration": 0.2, "data_eyes_min_duration": 1.5},
    **{"eye_waver_fps": 3, "sway_morphs": ["head_x_index"], "sway_interval_min": 2.0},
    **{"sway_interval_max": 20.0, "sway_macro_strength": 0.1, "sway_micro_strength": 0.2},
    **{"breathing_cycle_duration": 7.0, "animefx_enabled": False},
    "animefx": [["drop", {"emotions": ["love"], "cels": ["fx_drop1"]}]],
}
# What those who stream, and those who look, read themselves.
READ = {"metrics_enabled": "metrics", "backdrop_path": "backdrop_path", "backdrop_blur": "backdrop_blur"}
EVENTS: list[Event] = [
    *(Feel(1.0, "love"), Feel(8.0, "confusion"), Talk(9.0, 12.0), DataEyes(13.0, 14.0)),
    Say(15.0, [Viseme(0.0, 0.3, "aa"), Viseme(0.3, 0.3333, "PP"), Viseme(0.3333, 0.6, "aa")]),
]


def seen(settings: Settings) -> str:
    pictures = Scene(4, settings.manner).pictures(np.arange(0, 40, 0.04), EVENTS)
    return repr((pictures.poses.round(6).tolist(), pictures.cels, pictures.effects))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_changes_what_is_seen_or_kept(key: str) -> None:
    settings = read_settings({key: OTHER[key]})
    if key in READ:
        assert getattr(settings, READ[key]) == OTHER[key] != getattr(Settings(), READ[key])
    else:
        assert (settings.look(), seen(settings)) != (Settings().look(), seen(Settings()))
    assert read_settings(table_of(settings)) == settings


def test_a_look_at_the_camera_is_one_at_her_eyes() -> None:
    assert read_settings({"look": "camera"}).manner.look == CAMERA
    assert read_settings({"look": list(CAMERA)}) == read_settings({"look": "camera"})


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"fsp": 3}, r"settings: no fsp; there are target_fps, size, format, .*animefx$"),
        ({"target_fps": 0}, r"settings: target_fps is 0: a number from 1 to 60"),
        ({"target_fps": True}, r"settings: target_fps is True: a number from 1 to 60"),
        ({"upscale": float("nan")}, r"settings: upscale is nan: a number from 1 to 4"),
        ({"upscale": 10**400}, r"settings: upscale is 10+…: a number from 1 to 4"),
        ({"size": 512.5}, r"settings: size is 512\.5: a whole number from 64 to 1024"),
        ({"format": "GIF"}, r"settings: format is 'GIF': one of png, qoi, webp, jpeg"),
        ({"background": "red"}, r"settings: background is 'red': transparent, or a colour as #rrggbb"),
        ({"looks_about": 1}, r"settings: looks_about is 1: true or false"),
        ({"talking_morph": "nose"}, r"settings: talking_morph is 'nose': a pose parameter, one of eyebrow_"),
        ({"sway_morphs": "head_x"}, r"settings: sway_morphs is 'head_x': a list of at most 45"),
        ({"sway_morphs": ["head_x", 3]}, r"settings: sway_morphs\[1\] is 3: a pose parameter"),
        (
            {"blink_interval_min": 6},
            r"blink_interval_max is 5\.0: not less than blink_interval_min, which is 6",
        ),
        ({"sway_interval_max": 2}, r"sway_interval_max is 2\.0: not less than sway_interval_min, which is 5"),
        ({"look": "away"}, r"settings: look is 'away': null, camera, or \[x, y\]"),
        ({"look": [0, "a"]}, r"settings: look\[1\] is 'a': a number from -10 to 10"),
        ({"backdrop_path": 3}, r"settings: backdrop_path is 3: up to 4096 characters"),
        ({"crop": 3}, r"settings: crop is 3: an object with enabled, left, top, right, bottom"),
        ({"crop": {"rigth": 1}}, r"settings: crop has no rigth; there are enabled, left"),
        ({"crop": {"left": 0.9, "right": 0.9}}, r"crop\.right is 0\.9: at least 0\.03125 more than left"),
        ({"crop": {}, "crop_left": 0.1}, r"settings: crop and crop_left say the same; leave out one"),
        ({"crop_left": 1.0, "crop_right": 1.0}, r"crop\.right is 0\.5: at least 0\.03125 more than left"),
        ({"animefx": {"heart": {}}}, r"settings: animefx is \{'heart': \{\}\}: a list of at most 64"),
        ({"animefx": [["heart"]]}, r"animefx\[0\] is \['heart'\]: a list of two, a name and an object"),
        ({"animefx": [["a", {}]]}, r"animefx\[0\]\[1\]\.cels is missing: the pictures of a, one or more"),
        ({"animefx": [["a", {"tpye": 1}]]}, r"animefx\[0\]\[1\] has no tpye; there are enabled, emotions"),
        (
            {"animefx": [["a", {"type": "sequence", "cels": ["a"]}]]},
            r"animefx\[0\]\[1\]\.duration is missing: how many seconds the sequence takes",
        ),
        (
            {"animefx": [["a", {"type": "loop"}]]},
            r"type is 'loop': one of cycle, sequence, cycle_with_fadeout",
        ),
        (
            {"postprocessor_chain": [["bloom", {}]] * 33},
            r"postprocessor_chain is \[.*…: a list of at most 32",
        ),
        (
            {"postprocessor_chain": [["bloom", 3]]},
            r"postprocessor_chain\[0\]\[1\] is 3: an object of what bloom",
        ),
        ({"postprocessor_chain": ["bloom"]}, r"postprocessor_chain\[0\] is 'bloom': a list of two"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(table: Mapping[str, Any], words: str) -> None:
    with pytest.raises(SoulsgenError, match=words):
        read_settings(table)


def test_settings_that_are_no_table_are_refused() -> None:
    with pytest.raises(SoulsgenError, match=r"settings is \[\]: an object of settings"):
        read_settings([])  # type: ignore[arg-type]


def test_an_editor_learns_what_each_key_takes() -> None:
    told = json.loads(json.dumps(metadata()))
    assert list(told) == list(KEYS)
    assert all(each["words"].endswith(".") for each in told.values())
    assert told["blink_interval_min"] == {
        **{"type": "number", "default": 2.0, "range": [0, 3600], "unit": "s"},
        "words": "From one blink to the next, at least.",
    }
    assert told["format"]["choices"] == ["PNG", "QOI", "WEBP", "JPEG"]
    assert told["sway_morphs"]["choices"][:2] == [
        "eyebrow_troubled_left_index",
        "eyebrow_troubled_right_index",
    ]
    assert told["animefx"]["fields"]["fps"] == {"type": "number", "range": [0.1, 60.0], "unit": "Hz"}
    assert told["crop"]["fields"]["left"]["range"] == [0.0, 1.0]


@pytest.mark.parametrize(("key", "told"), [*metadata().items()])
def test_what_an_editor_learns_is_what_is_taken(key: str, told: Mapping[str, Any]) -> None:
    assert read_settings({key: told["default"]}) == Settings()
    low = {"blink_interval_max": "blink_interval_min", "sway_interval_max": "sway_interval_min"}
    high = {least: most for most, least in low.items()}
    if told["type"] in ("number", "integer"):
        least, most = told["range"]
        read_settings({key: least} | ({low[key]: least} if key in low else {}))
        read_settings({key: most} | ({high[key]: most} if key in high else {}))
        for beyond in (least - 1, most + 1):
            with pytest.raises(SoulsgenError, match=key):
                read_settings({key: beyond})
    for each in told.get("choices", ()):
        read_settings({key: [each] if told["type"].startswith("list") else each})
