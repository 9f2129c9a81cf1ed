"""What holds for all filters: they are pure, make pictures of pictures, and nothing of nothing."""

from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animator.filters.chain import FILTERS, Chain, metadata, read_chain
from handlers.animator.filters.frames import drawn, figure, flat

# As often as can be, so that every time has some.
OFTEN = {"unboost": 0.1, "min_glitch_height": 60, "max_glitch_height": 100}
SHOWN: dict[str, dict[str, object]] = {
    "analog_vhsglitches": OFTEN,
    "digital_glitches": OFTEN,
    "pixelize": {"size": 32},
    "analog_rippling_hsync": {"amplitude1": 0.05},
    "analog_lowres": {"sigma": 3},
    "chroma_subsample": {"sigma": 16},
}
BY_CHANCE = ["noise", "analog_vhs_noise", "analog_vhsglitches", "digital_glitches", "atmospheric_dust"]
NONE: dict[str, dict[str, object]] = {
    "zoom": {"factor": 1},
    "bloom": {"exposure": 0},
    "chromatic_aberration": {"scale": 0, "sigma": 0},
    "analog_lowres": {"sigma": 0},
    "analog_rippling_hsync": {"amplitude1": 0, "amplitude2": 0, "amplitude3": None},
    "analog_runaway_hsync": {"asymmetry": 0, "ripple_amplitude": 0},
    "analog_vhs_headswitching": {"max_displacement": 0, "noise_blend": 0},
    "analog_vhstracking": {"base_offset": 0, "max_dynamic_offset": 0},
    "pixelize": {"size": 1},
    "translucent_display": {"alpha": 1},
    "crt": {"curvature": 0, "line_strength": 0, "mask": "none", "glow": 0},
}
TIMES = (0.0, 0.31, 0.32, 1.7, 86_400.5, 3.0)
SIZES = ((16, 16), (17, 40), (96, 31), (16, 2048))


def shown(name: str) -> dict[str, object]:
    return SHOWN.get(name, {})


def picture_like(light: torch.Tensor) -> None:
    assert light.isfinite().all()
    assert light.min() >= 0
    assert light.max() <= 1
    assert (light[:, :3] - light[:, 3:]).max() <= 1e-6


@pytest.mark.parametrize("name", FILTERS)
def test_none_of_it_is_no_change(name: str) -> None:
    if name == "chroma_subsample":
        grey = flat((0.3, 0.3, 0.3))
        torch.testing.assert_close(drawn(grey, name), grey, atol=1e-5, rtol=0)
        return
    assert torch.equal(drawn(figure(), name, NONE.get(name, {"strength": 0})), figure())


@pytest.mark.parametrize("name", FILTERS)
def test_it_changes_a_picture_and_leaves_the_one_it_is_given(name: str) -> None:
    light = figure(128, 128)
    changed = drawn(light, name, shown(name), at=(0.5,))
    assert torch.equal(light, figure(128, 128))
    assert (changed - light).abs().max() > 0.01
    picture_like(changed)


@pytest.mark.parametrize("name", FILTERS)
def test_a_frame_is_the_same_alone_and_among_others_in_any_order(name: str) -> None:
    together = drawn(figure(), name, shown(name), TIMES, seed=3)
    turned = drawn(figure(), name, shown(name), TIMES[::-1], seed=3).flip(0)
    torch.testing.assert_close(turned, together, atol=1e-5, rtol=0)
    for place, at in enumerate(TIMES):
        alone = drawn(figure(), name, shown(name), (at,), seed=3)
        torch.testing.assert_close(alone[0], together[place], atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", FILTERS)
def test_only_what_says_that_it_moves_looks_different_at_another_time(name: str) -> None:
    frames = drawn(figure(), name, shown(name), TIMES)
    assert FILTERS[name].moving == any(not torch.equal(frame, frames[0]) for frame in frames)


@pytest.mark.parametrize("name", BY_CHANCE)
def test_chance_is_another_with_another_seed_or_name(name: str) -> None:
    frames = drawn(figure(), name, shown(name), TIMES)
    assert not torch.equal(drawn(figure(), name, shown(name), TIMES, seed=1), frames)
    assert not torch.equal(drawn(figure(), name, {**shown(name), "name": "second"}, TIMES), frames)


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "atmospheric_dust"])
def test_where_there_is_nothing_nothing_is_drawn(name: str) -> None:
    assert not drawn(torch.zeros(1, 4, 48, 48), name, shown(name), TIMES).any()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("zoom", {}),
        ("pixelize", {"size": 32}),
        ("pixelize", {"size": 32, "hard_edges": True}),
        ("analog_lowres", {"sigma": 3}),
        ("chroma_subsample", {}),
        ("chroma_subsample", {"mode": "digital", "upscale": "bilinear"}),
        ("analog_rippling_hsync", {"amplitude1": 0.05}),
        ("analog_runaway_hsync", {}),
        ("analog_vhs_headswitching", {"noise_blend": 0, "max_displacement": 0.1}),
        ("digital_glitches", OFTEN),
        ("crt", {"line_strength": 0, "mask": "none"}),
    ],
)
def test_an_edge_that_is_moved_or_blurred_keeps_its_colour(name: str, values: dict[str, object]) -> None:
    alpha = figure()[:, 3:]
    red = torch.cat([alpha * 0.8, alpha * 0.2, alpha * 0.1, alpha], 1)
    changed = drawn(red, name, values, at=(0.7,))
    inside = changed[:, 3:] > 0.02
    for primary, share in enumerate((0.8, 0.2, 0.1)):
        seen = (changed[:, primary : primary + 1] / changed[:, 3:])[inside]
        torch.testing.assert_close(seen, torch.full_like(seen, share), atol=2e-3, rtol=0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FILTERS)
def test_pictures_of_any_size_stay_pictures(name: str, size: tuple[int, int]) -> None:
    changed = drawn(figure(*size), name, shown(name), at=(1.23,))
    assert changed.shape == (1, 4, *size)
    picture_like(changed)


def given_values(parameter: dict[str, Any]) -> st.SearchStrategy[Any]:
    kind = parameter["kind"]
    if kind == "number":
        ends = st.sampled_from([parameter["low"], parameter["high"]])
        return ends | st.floats(parameter["low"], parameter["high"])
    if kind == "integer":
        return st.integers(parameter["low"], parameter["high"])
    if kind == "colour":
        return st.lists(st.floats(0, 1), min_size=3, max_size=3)
    return st.booleans() if kind == "switch" else st.sampled_from(parameter.get("choices", ["", "other"]))


@st.composite
def links(draw: st.DrawFn) -> list[object]:
    name, told = draw(st.sampled_from(metadata()))
    return [name, {key: draw(given_values(each)) for key, each in told["parameters"].items()}]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    chain=st.lists(links(), min_size=1, max_size=4),
    height=st.integers(16, 70),
    width=st.integers(16, 70),
    at=st.floats(-1e3, 1e9),
    seed=st.integers(-(2**63), 2**64),
)
def test_any_values_that_are_allowed_make_pictures(
    chain: list[object], height: int, width: int, at: float, seed: int
) -> None:
    times = torch.tensor([at, 0.0], dtype=torch.float64)
    light = figure(height, width).repeat(2, 1, 1, 1)
    picture_like(read_chain(chain).apply(light, times, seed))


def whole_chain() -> Chain:
    return read_chain([[name, shown(name)] for name in FILTERS])


def test_no_filter_has_to_look_at_what_it_draws() -> None:
    """Tensors of this device have no values: whoever asked for one would stop a GPU."""
    light = torch.empty(3, 4, 40, 56, device="meta")
    assert whole_chain().apply(light, torch.empty(3, device="meta"), 0).shape == light.shape


@pytest.mark.gpu
@pytest.mark.parametrize("name", FILTERS)
def test_a_gpu_draws_the_same_and_is_never_waited_for(name: str) -> None:
    chain = read_chain([[name, shown(name)]])
    light = figure(128, 160).repeat(len(TIMES), 1, 1, 1)
    times = torch.tensor(TIMES, dtype=torch.float64)
    there = light.cuda()
    chain.apply(there, times, 0)
    torch.cuda.set_sync_debug_mode("error")
    try:
        changed = chain.apply(there, times, 0)
    finally:
        torch.cuda.set_sync_debug_mode("default")
    torch.testing.assert_close(changed.cpu(), chain.apply(light, times, 0), atol=2e-3, rtol=0)
