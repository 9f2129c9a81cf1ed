"""The voice box in a real browser: she speaks, is seen and heard to, falls silent, and is recorded."""

from pathlib import Path

from clients.avatar.studio import OPEN, TEXT, told
from clients.studio.leaf import MIDDLE, Leaf, needs_browser, sit
from clients.studio.theatre import playing

pytestmark = needs_browser
# The lighter the wider her mouth is open. What is over soon is kept.
WATCH = f"widest = Math.max(widest, {MIDDLE}[0]); spoke ||= document.body.classList.contains('speaking');"
SPEAKING = "document.body.classList.contains('speaking')"
SPEECH = "document.getElementById('speech').textContent"


def test_what_she_says_is_read_and_seen_on_her_lips(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.until("document.getElementById('voice-name').options.length === 3")
        await leaf.value(
            f"window.widest = 0; window.spoke = false; setInterval(() => {{ {WATCH} }}, 10); undefined"
        )
        await leaf.put("#text", TEXT)
        await leaf.put("#voice-emotion", "joy")
        await leaf.put("#voice-name", "en-gb")
        await leaf.put("#voice-speed", "0.8", "input")
        await leaf.click(".say .main")
        await leaf.until("document.getElementById('said').textContent !== ''")
        assert await leaf.value("document.getElementById('said').textContent") in TEXT
        await leaf.until(f"spoke && widest > {OPEN * 2 // 3}")
        await leaf.until(f"!{SPEAKING}")
        await leaf.until("document.getElementById('said').textContent === ''")
        (payload,) = (each for each in house.archive.said if "text" in each)
        assert {"text": TEXT, "voice": "en-gb", "speed": 0.8}.items() <= payload.items()
        (one,) = house.get("instances").json()["instances"]
        assert one["emotion"] == "joy"

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_her_sound_is_played_once_somebody_has_touched_the_page(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.walk("hear")
        await leaf.strike("Enter")
        await leaf.until("document.getElementById('hear').ariaPressed === 'true'")
        await leaf.value(
            "import('/static/view.js').then(({ sound }) => {"
            " window.starts = [];"
            " const start = AudioBufferSourceNode.prototype.start;"
            " AudioBufferSourceNode.prototype.start = function (at, from) {"
            "  starts.push([at, at + this.buffer.duration - from]); return start.call(this, at, from); }; })"
        )
        await leaf.put("#text", "Nine words of a tenth of a second each.")
        await leaf.click(".say .main")
        await leaf.until(f"{SPEAKING} && starts.length > 3")
        await leaf.until(f"!{SPEAKING}")
        # One after another: no two are heard at once.
        assert await leaf.value("starts.slice(1).every(([at], place) => at > starts[place][1] - 1e-6)")
        assert await leaf.value("import('/static/view.js').then(({ sound }) => sound.heard)") > 0.9
        await leaf.click("#hear")
        assert await leaf.value("document.getElementById('hear').ariaPressed") == "false"

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_she_falls_silent_when_told(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.put("#text", " ".join(["word"] * 200) + ".")
        await leaf.click(".say .main")
        await leaf.until(SPEAKING)
        await leaf.click("#hush")
        await leaf.until(f"!{SPEAKING} && {SPEECH} === ''")

    # Where she has not begun yet, who asked is told that she will not.
    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work, expected=("status of 409",))


def test_a_voice_that_is_not_served_is_told_of_and_found_again(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.until(f"{SPEECH}.includes('no archive tts is served: `soulsgen create handler tts`')")
        await leaf.put("#text", TEXT)
        await leaf.click(".say .main")
        await leaf.until(f"{SPEECH}.includes('no archive tts is served')")
        house.archive.mute = None
        await leaf.until("document.getElementById('voice-name').options.length === 3")
        await leaf.click(".say .main")
        await leaf.until(SPEAKING)

    with playing(tmp_path, welcome="") as house:
        house.archive.mute = told(
            404, {"code": 404, "type": "ModelNotFoundException", "message": "Model not found"}
        )
        sit(house, tmp_path, work, expected=("status of 503",))


def test_the_lips_are_ahead_of_the_sound_by_what_is_set(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        name = await leaf.her()
        await leaf.until("document.querySelector('[data-name=size] input').value === '512'")
        await leaf.put("#voice-offset", "0.15", "input")
        await leaf.until_true(lambda: house.state(name)["animator_settings"]["lips_lead"] == 0.15)
        await leaf.until("document.querySelector('[data-name=lips_lead] input').value === '0.15'")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)


def test_a_recording_is_made_and_fetched(tmp_path: Path) -> None:
    async def work(leaf: Leaf) -> None:
        await leaf.her()
        await leaf.until("parseFloat(document.getElementById('fps').textContent) > 0")
        await leaf.put("#record-form", "gif")
        await leaf.click("#record-go")
        await leaf.until("document.getElementById('record-time').textContent === '0:01'")
        await leaf.click("#record-go")
        await leaf.until("!document.getElementById('record-file').hidden")
        name = await leaf.value("document.getElementById('record-file').download")
        await leaf.click("#record-file")
        assert (await leaf.downloaded(name)).startswith(b"GIF89a")

    with playing(tmp_path, welcome="") as house:
        sit(house, tmp_path, work)
