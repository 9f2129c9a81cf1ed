"""Chains as requests list them, and what editors are told."""

import json
import math
from typing import Any

import pytest
import torch

from animator.filters.chain import FILTERS, MOST_FILTERS, Chain, metadata, read_chain
from handlerkit.checks import SettingsError
from handlers.animator.filters.frames import figure

ORIGINAL = [
    "zoom",
    "bloom",
    "chromatic_aberration",
    "noise",
    "vignetting",
    "desaturate",
    "analog_lowres",
    "chroma_subsample",
    "analog_rippling_hsync",
    "analog_runaway_hsync",
    "analog_vhs_noise",
    "analog_vhsglitches",
    "analog_vhs_headswitching",
    "analog_vhstracking",
    "digital_glitches",
    "translucent_display",
    "monochrome_display",
    "banding",
    "scanlines",
]


def test_filters_are_named_and_ordered_as_the_programs_that_send_them_know_them() -> None:
    names = [name for name, _ in metadata()]
    assert [name for name in names if name in ORIGINAL] == ORIGINAL
    assert set(names) - set(ORIGINAL) == {"atmospheric_dust", "posterize", "pixelize", "crt"}


def test_metadata_tells_an_editor_every_parameter() -> None:
    told = dict(metadata())["scanlines"]
    assert told["defaults"] == {
        "field": 0, "dynamic": True, "double_size": True, "channel": "Y", "strength": 0.1,
        "name": "scanlines0",
    }  # fmt: skip
    assert told["ranges"] == {
        "field": [0, 1], "dynamic": [False, True], "double_size": [False, True], "channel": ["Y", "A"],
        "strength": [0, 1], "name": ["!ignore"],
    }  # fmt: skip
    assert told["moving"] is True
    assert told["parameters"]["channel"] == {
        "kind": "choice", "default": "Y", "choices": ["Y", "A"],
        "words": "Dims brightness (Y) or opacity (A)",
    }  # fmt: skip
    assert dict(metadata())["desaturate"]["ranges"]["tint_rgb"] == ["!RGB"]


def test_metadata_is_json_and_says_something_of_everything() -> None:
    told = metadata()
    assert json.loads(json.dumps(told)) == told
    for _, each in told:
        assert each["words"].endswith(".")
        assert each["parameters"].keys() == each["defaults"].keys() == each["ranges"].keys()
        assert all(parameter["words"] for parameter in each["parameters"].values())


@pytest.mark.parametrize("name", FILTERS)
def test_what_metadata_gives_as_defaults_can_be_sent_back(name: str) -> None:
    defaults = dict(metadata())[name]["defaults"]
    assert read_chain([[name, defaults]]) == read_chain([[name, {}]])


# What sliders of other programs reach, where it is not all of ours.
REACHED: dict[str, dict[str, tuple[float, float]]] = {
    "zoom": {"center_y": (-1, 1), "factor": (1, 4)},
    "bloom": {"threshold": (0, 1), "exposure": (0.1, 5), "sigma": (0.1, 7)},
    "chromatic_aberration": {"scale": (0.001, 0.05), "sigma": (0.1, 3)},
    "noise": {"strength": (0.1, 1), "sigma": (0.1, 3)},
    "vignetting": {"strength": (0.1, 0.5)},
    "analog_lowres": {"sigma": (0.1, 3)},
    "chroma_subsample": {"sigma": (0.1, 7)},
    "analog_rippling_hsync": {"speed": (1, 16), "amplitude3": (0.001, 0.01), "density3": (1, 100)},
    "analog_runaway_hsync": {"asymmetry": (0, 0.5), "ripple_amplitude": (0.001, 0.01)},
    "analog_vhsglitches": {"strength": (0.1, 0.9), "unboost": (0.1, 10), "max_glitch_height": (3, 10)},
    "analog_vhs_headswitching": {"speed": (1, 32), "height": (0.01, 0.05), "max_displacement": (0.01, 0.1)},
    "analog_vhstracking": {"base_offset": (0, 1), "max_dynamic_offset": (0, 1), "speed": (1, 16)},
    "digital_glitches": {"strength": (-0.1, 0.1), "max_glitch_height": (30, 100), "hold_max": (3, 6)},
    "banding": {"strength": (0.1, 0.9), "density": (1, 4), "speed": (1, 32)},
}


@pytest.mark.parametrize("name", REACHED)
def test_values_that_other_programs_send_are_allowed(name: str) -> None:
    for end in (0, 1):
        read_chain([[name, {key: ends[end] for key, ends in REACHED[name].items()}]])


def test_an_empty_chain_leaves_the_picture_and_gives_a_new_one() -> None:
    light = figure()
    same = Chain().apply(light, torch.zeros(1), 0)
    assert torch.equal(same, light)
    assert same.data_ptr() != light.data_ptr()
    assert not read_chain([])


def test_a_chain_can_be_compared_and_be_a_key() -> None:
    listed: list[object] = [["desaturate", {"tint_rgb": [1, 0.5, 0]}], ["noise", {"name": "second"}]]
    assert {read_chain(listed): 1}[read_chain(listed)] == 1
    assert read_chain(listed) != read_chain(listed[:1])


def test_a_chain_moves_when_a_filter_of_it_does() -> None:
    assert not read_chain([["bloom", {}], ["vignetting", {}]]).moving
    assert read_chain([["bloom", {}], ["banding", {}]]).moving


def test_filters_come_one_after_another() -> None:
    light, times = figure(), torch.zeros(1)
    both = read_chain([["pixelize", {"size": 64}], ["posterize", {}]]).apply(light, times, 0)
    one = read_chain([["pixelize", {"size": 64}]]).apply(light, times, 0)
    assert torch.equal(both, read_chain([["posterize", {}]]).apply(one, times, 0))


def test_null_is_off_for_a_wave_and_the_default_for_all_else() -> None:
    waves = dict(
        read_chain([["analog_rippling_hsync", {"density2": None, "density1": None}]]).links[0].values
    )
    assert (waves["density1"], waves["density2"]) == (4.0, 0.0)


def test_as_many_times_as_frames() -> None:
    with pytest.raises(ValueError, match="1 frames, but 2 times"):
        Chain().apply(figure(), torch.zeros(2), 0)


def refused(chain: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        read_chain(chain)
    return str(caught.value)


SHAPE = "must be [filter, {parameter: value}]"
WHOLE = "filters must be a list of at most 32 of [filter, {parameter: value}]"


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ("bloom", f"{WHOLE}, not 'bloom'"),
        (None, f"{WHOLE}, not None"),
        ({"bloom": {}}, f"{WHOLE}, not {{'bloom': {{}}}}"),
        (["bloom"], f"filters[0] {SHAPE}, not 'bloom'"),
        ([["bloom"]], f"filters[0] {SHAPE}, not ['bloom']"),
        ([["bloom", {}, 1]], f"filters[0] {SHAPE}, not ['bloom', {{}}, 1]"),
        ([["bloom", []]], "filters[0].bloom must be {parameter: value}, not []"),
        (
            [["vignetting", {"strenght": 1}]],
            "filters[0].vignetting: unknown key 'strenght'; did you mean strength? Known: strength, name",
        ),
        (
            [["zoom", {}], ["bloom", {"sigma": "7"}]],
            "filters[1].bloom.sigma must be a number from 0.1 to 16, not '7'",
        ),
    ],
)
def test_what_is_no_chain_is_refused_with_its_place(chain: Any, said: str) -> None:
    assert refused(chain) == said


@pytest.mark.parametrize(
    ("name", "key", "value", "allowed"),
    [
        ("bloom", "threshold", 1.5, "must be a number from 0 to 1, not 1.5"),
        ("bloom", "threshold", math.nan, "must be a number from 0 to 1, not nan"),
        ("bloom", "exposure", math.inf, "must be a number from 0 to 5, not inf"),
        ("bloom", "exposure", True, "must be a number from 0 to 5, not True"),
        ("scanlines", "field", 0.5, "must be a whole number from 0 to 1, not 0.5"),
        ("scanlines", "dynamic", 1, "must be true or false, not 1"),
        ("noise", "channel", "y", "must be one of Y, A, not 'y'"),
        ("noise", "channel", ["Y"], "must be one of Y, A, not ['Y']"),
        ("noise", "name", 5, "must be a string, not 5"),
        ("desaturate", "tint_rgb", "red", "must be [red, green, blue], each from 0 to 1, not 'red'"),
    ],
)
def test_a_value_is_refused_with_what_is_allowed(name: str, key: str, value: Any, allowed: str) -> None:
    assert refused([[name, {key: value}]]) == f"filters[0].{name}.{key} {allowed}"


def test_a_colour_is_refused_by_its_primary() -> None:
    said = refused([["desaturate", {"tint_rgb": [1, 2, 0]}]])
    assert said == "filters[0].desaturate.tint_rgb[1] must be a number from 0.0 to 1.0, not 2"


@pytest.mark.parametrize("name", ["sepia", None, 3, ["bloom"], {"bloom": 1}])
def test_an_unknown_filter_is_refused_with_the_known_ones(name: Any) -> None:
    said = refused([[name, {}]])
    assert said.startswith("filters[0][0] must be one of zoom, bloom, ")
    assert all(each in said for each in FILTERS)


def test_a_chain_has_an_end() -> None:
    assert len(read_chain([["bloom", {}]] * MOST_FILTERS).links) == MOST_FILTERS
    assert refused([["bloom", {}]] * (MOST_FILTERS + 1)).startswith("filters must be a list of at most 32")


def test_names_of_any_characters_are_names() -> None:
    for name in ("", "\ud800", "ä" * 100):
        assert (
            read_chain([["noise", {"name": name}]])
            .apply(figure(16, 16), torch.zeros(1), -(2**70))
            .isfinite()
            .all()
        )
    assert "101 characters" in refused([["noise", {"name": "a" * 101}]])
