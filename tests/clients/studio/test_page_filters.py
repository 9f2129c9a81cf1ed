"""The chain of filters in a real browser: added, moved, set and taken away."""

import json
from pathlib import Path
from typing import Any

from clients.studio.leaf import Leaf, needs_browser, sit
from clients.studio.theatre import playing

pytestmark = needs_browser
ORDER = "[...document.querySelectorAll('#chain li')].map(each => each.dataset.name)"
USUAL = ["bloom", "chromatic_aberration", "vignetting", "translucent_display", "banding", "scanlines"]


def test_a_filter_is_added_set_and_taken_away(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.until("document.querySelectorAll('#add option').length === 2")
        await leaf.click("#tab-filters")
        await leaf.put("#add", "bloom")
        await leaf.until_true(lambda: chain() == [["bloom", {}]])
        knob = "#chain [data-name=threshold] input[type=range]"
        ends = f"(e => [e.min, e.max, e.value, e.ariaLabel])(document.querySelector({json.dumps(knob)}))"
        assert await leaf.value(ends) == ["0", "1", "0.5", "Bloom: threshold"]
        await leaf.put(knob, "0.75", "input")
        await leaf.until_true(lambda: chain() == [["bloom", {"threshold": 0.75}]])
        await leaf.put("#add", "bloom")
        await leaf.until_true(
            lambda: chain() == [["bloom", {"threshold": 0.75}], ["bloom", {"name": "bloom1"}]]
        )
        await leaf.click("[aria-label='Bloom: all defaults']")
        await leaf.until_true(lambda: chain()[0] == ["bloom", {}])
        await leaf.click("[aria-label='Remove Bloom']")
        await leaf.until_true(lambda: chain() == [["bloom", {"name": "bloom1"}]])
        await leaf.click("#chain-none")
        await leaf.until_true(lambda: chain() == [])
        assert await leaf.value(ORDER) == []

    with playing(tmp_path, welcome="") as house:

        def chain() -> Any:
            (one,) = house.get("instances").json()["instances"]
            return house.state(one["instance_id"])["animator_settings"]["postprocessor_chain"]

        sit(house, tmp_path, work)


def test_filters_are_moved_by_keys_and_by_hand(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.until("document.querySelectorAll('#add option').length === 2")
        await leaf.click("#tab-filters")
        await leaf.click("#chain-usual")
        await leaf.until_true(lambda: names() == USUAL)
        await leaf.value("document.querySelector('#chain .handle').focus()")
        await leaf.strike("ArrowDown")
        await leaf.strike("ArrowDown")
        wanted = ["chromatic_aberration", "vignetting", "bloom", *USUAL[3:]]
        await leaf.until_true(lambda: names() == wanted)
        assert await leaf.value(ORDER) == wanted
        assert await leaf.value("document.activeElement.closest('li').dataset.name") == "bloom"
        assert (
            await leaf.value("document.querySelector('#filters .unseen').textContent") == "Bloom is 3 of 6."
        )
        await drag(leaf, 2, 0)
        await leaf.until_true(lambda: names() == USUAL)
        assert await leaf.value(ORDER) == USUAL
        await leaf.click("[aria-label='Bloom later']")
        await leaf.until_true(lambda: names()[:2] == ["chromatic_aberration", "bloom"])

    with playing(tmp_path, welcome="") as house:

        def names() -> list[str]:
            (one,) = house.get("instances").json()["instances"]
            chain = house.state(one["instance_id"])["animator_settings"]["postprocessor_chain"]
            return [name for name, _ in chain]

        sit(house, tmp_path, work)


async def drag(leaf: Leaf, start: int, to: int) -> None:
    """The handle of card `start` to above the middle of card `to`."""
    boxes = await leaf.value(
        "[...document.querySelectorAll('#chain .handle')].map(each => each.getBoundingClientRect().toJSON())"
    )
    x, y = (
        boxes[start][side] + boxes[start][length] / 2 for side, length in (("x", "width"), ("y", "height"))
    )
    for kind, at in (
        ("mouseMoved", y),
        ("mousePressed", y),
        ("mouseMoved", y - 9),
        ("mouseMoved", boxes[to]["y"] - 4),
    ):
        await leaf.tab.ask(
            "Input.dispatchMouseEvent", type=kind, x=x, y=at, button="left", buttons=1, clickCount=1
        )
    await leaf.tab.ask(
        "Input.dispatchMouseEvent",
        type="mouseReleased",
        x=x,
        y=boxes[to]["y"] - 4,
        button="left",
        clickCount=1,
    )
