"""The face in a real browser: sliders and their link, feelings, templates to and from files."""

import json
from pathlib import Path

from clients.studio.leaf import Leaf, needs_browser, sit
from clients.studio.theatre import playing
from soulsgen.motion.emotion import CELS, built_in, read_emotions
from soulsgen.motion.parameters import NAMES

pytestmark = needs_browser
SAD = "eyebrow_troubled"


def slider(name: str) -> str:
    return f"#face input[type=range][data-name={name}]"


def test_every_parameter_and_every_cel_has_a_slider(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        names = "[...document.querySelectorAll('#face input[type=range]')].map(each => each.dataset.name)"
        assert sorted(await leaf.value(names)) == sorted([*NAMES, *CELS])
        groups = "[...document.querySelectorAll('#face summary')].map(each => each.textContent)"
        assert await leaf.value(groups) == [
            *("Eyebrows12", "Eyes12", "Irises4", "Mouth11", "Head and body6", "Laid over the face16")
        ]
        ends = f"(each => [each.min, each.max])(document.querySelector('{slider('head_x')}'))"
        assert await leaf.value(ends) == ["-1", "1"]
        # Anna has a picture of one cel alone.
        await leaf.until(f"document.querySelector('{slider('tears1')}').disabled")
        assert not await leaf.value(f"document.querySelector('{slider('blush1')}').disabled")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_what_is_slid_is_held_on_both_sides_or_on_one(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.put(slider(f"{SAD}_left"), "0.5", "input")
        both = {f"{SAD}_left": 0.5, f"{SAD}_right": 0.5}
        await leaf.until_true(lambda: house.state(name)["held"] == both)
        await leaf.click(".pair .link")
        await leaf.put(slider(f"{SAD}_left"), "0.25", "input")
        await leaf.until_true(lambda: house.state(name)["held"] == {**both, f"{SAD}_left": 0.25})
        await leaf.value(
            f"document.querySelector('{slider(f'{SAD}_left')}').dispatchEvent(new Event('dblclick'))"
        )
        await leaf.until_true(lambda: house.state(name)["held"] == {f"{SAD}_right": 0.5})
        await leaf.put("[aria-label='head aside, as a number']", "-0.333")
        await leaf.until_true(lambda: house.state(name)["held"].get("head_y") == -0.333)
        await leaf.click("#let-go")
        await leaf.until_true(lambda: house.state(name)["held"] == {})

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_what_another_program_holds_is_seen(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        house.post("set_overrides", {"instance_id": name, "overrides": {"neck_z_index": 0.75}})
        await leaf.until(f"document.querySelector('{slider('neck_z')}').value === '0.75'")
        assert (
            await leaf.value("document.getElementById('count').textContent")
            == "1 held; the rest moves by itself."
        )
        house.post("set_emotion", {"instance_id": name, "emotion_name": "sadness"})
        await leaf.until("document.querySelector('[data-name=sadness]').ariaPressed === 'true'")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_posed_face_is_all_held_and_takes_a_feeling_as_its_own(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.until("document.querySelectorAll('#grid button').length === 29")
        await leaf.click("#posed")
        await leaf.until_true(lambda: {*house.state(name)["held"]} == {*NAMES, "blush1"})
        await leaf.click("#grid [data-name=joy]")
        joy = built_in()["joy"]
        await leaf.until_true(lambda: house.state(name)["held"]["blush1"] == joy.cels["blush1"])
        held = house.state(name)["held"]
        assert [held[each] for each in NAMES] == joy.pose.tolist()
        await leaf.value(
            f"document.querySelector('{slider('mouth_aaa')}').dispatchEvent(new Event('dblclick'))"
        )
        await leaf.until_true(lambda: house.state(name)["held"]["mouth_aaa"] == 0)
        await leaf.click("#alive")
        await leaf.until_true(lambda: house.state(name)["held"] == {})

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_face_goes_to_a_file_and_comes_back(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.until("document.querySelectorAll('#grid button').length === 29")
        await leaf.put(slider("mouth_smirk"), "0.7", "input")
        await leaf.put(slider("blush1"), "0.4", "input")
        await leaf.put("#face-name", "sly")
        await leaf.click("#face-save")
        table = json.loads(await leaf.downloaded("sly.json"))
        assert {*table["sly"]["pose"]} == {
            *(each if each in ("mouth_delta", "mouth_smirk") else f"{each}_index" for each in NAMES)
        }
        assert {*table["sly"]["cels"]} == {*CELS}
        assert table["sly"]["pose"]["mouth_smirk"] == 0.7
        await leaf.click("#let-go")
        await leaf.until_true(lambda: house.state(name)["held"] == {})
        await leaf.choose("#face-file", tmp_path / "sly.json")
        await leaf.until("!!document.querySelector('#grid [data-name=sly]')")
        await leaf.until_true(lambda: house.state(name)["held"].get("mouth_smirk") == 0.7)
        assert "sly" in house.state(name)["emotions"]
        await leaf.click("#templates-save")
        (tmp_path / "all.json").write_bytes(await leaf.downloaded("emotions.json"))
        saved = read_emotions(tmp_path / "all.json")
        assert [*saved] == [*built_in(), "sly"]
        assert saved["joy"].pose.tolist() == built_in()["joy"].pose.tolist()
        await leaf.click("#templates-reset")
        await leaf.until("!document.querySelector('#grid [data-name=sly]')")
        assert "sly" not in house.state(name)["emotions"]

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_file_that_is_no_template_is_refused_in_words(tmp_path: Path) -> None:
    wrong = {"no.json": "{", "list.json": "[]", "far.json": '{"odd": {"pose": {"head_x_index": 3}}}'}
    for file, content in wrong.items():
        (tmp_path / file).write_text(content)

    async def work(leaf: Leaf) -> None:
        words = "document.getElementById('notices').innerText"
        await leaf.choose("#face-file", tmp_path / "no.json")
        await leaf.until(f"{words}.includes('no.json is no JSON')")
        await leaf.choose("#face-file", tmp_path / "list.json")
        await leaf.until(f"{words}.includes('list.json is not an object of settings')")
        await leaf.choose("#templates-file", tmp_path / "far.json")
        await leaf.until(f"{words}.includes('odd: head_x_index is 3: a number from -1 to 1')")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work, expected=("status of 400",))
