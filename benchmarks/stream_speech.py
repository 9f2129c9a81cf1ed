"""What bench_stream.py measures of speech: minutes of it, and whether voice and lips stay together.

She is held still but for her mouth, so that pictures tell what it does.
"""

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import requests
from numpy.typing import NDArray
from PIL import Image
from stream_lips import CLOSING, Floats, Judged, Sentence, heard_at, judged, openness
from stream_rows import ASKED_FPS, Row, Take, dismissed, process, row, wait_for_viewers, window_since
from stream_studio import PATIENCE_S, Studio, live, waited_for
from stream_texts import PARAGRAPHS
from stream_witness import Box, Log, mouth, opened_picture, read_log

OPEN = "mouth_aaa"
# So few pictures a second are drawn as large as they are to be.
CALM = Take("", {"target_fps": 4.0}).table
# Until a mouth that was told to open or to close has done so.
_DONE_S = 1.0
_LOOK_S = 0.25
# Of what the mouth changes, levels that are more than a codec's noise; and what is kept about that, as a
# share of the picture.
_CHANGED, _MARGIN = 24, 0.01


@dataclass(frozen=True)
class Speech:
    """gap_s: the longest that one picture stayed."""

    row: Row
    sentences: list[Judged]
    gap_s: float

    @property
    def offset_frames(self) -> float:
        """The largest of all sentences, in pictures of the rate that was asked for."""
        return max(abs(one.late_s) for one in self.sentences) * ASKED_FPS

    @property
    def seen_percent(self) -> float:
        return 100 * sum(one.seen for one in self.sentences) / sum(one.closures for one in self.sentences)


def spoken(studio: Studio, folder: Path, seconds: float) -> Speech:
    """Of as many paragraphs as take so long, said one after the other."""
    truth = [sentences(studio, text) for text in PARAGRAPHS]
    lasting = [sum(one.lasts_s for one in each) for each in truth]
    order = [0]
    while sum(lasting[place] for place in order) < seconds:
        order.append((order[-1] + 1) % len(truth))
    with live(studio, CALM) as name:
        box, closed = _posed(studio, name)
        studio.post("load_animator_settings", {"instance_id": name, "animator_settings": Take("").table})
        began_s, path = studio.began_s(name), folder / "speech.npz"
        arguments = [studio.url, name, str(path), "--box", *map(str, box)]
        with process("stream_witness.py", *arguments) as witness:
            wait_for_viewers(studio, name, 1)
            before, begin_s = studio.used(), time.monotonic()
            _say(studio, name, [PARAGRAPHS[place] for place in order], 2 * seconds + PATIENCE_S)
            window = window_since(studio, before, begin_s)
            dismissed(witness, PATIENCE_S)
    log = read_log(path)
    told = row("speech, WebSocket, 1 viewer who decodes", [(began_s, log.pictures)], window)
    said = [one for place in order for one in truth[place]]
    return Speech(told, verdicts(log, said, closed), float(np.diff([one.at_s for one in log.pictures]).max()))


def verdicts(log: Log, said: Sequence[Sentence], closed: NDArray[np.uint8]) -> list[Judged]:
    """Of each sentence. Raises RuntimeError when others were heard than were said."""
    if len(log.captions) != len(said):
        raise RuntimeError(f"{len(said)} sentences were said, {len(log.captions)} begun")
    moments = np.array([one.moment_s for one in log.pictures])
    opened = openness(log.mouths, closed, [one.side for one in log.pictures])
    strip = strip_of(log)
    return [
        judged(one, heard_at(one, strip, at_s), moments, opened)
        for one, (at_s, _) in zip(said, log.captions, strict=True)
    ]


def strip_of(log: Log) -> Floats:
    """All that was heard, from the instance's first moment on."""
    placed = [(round(at_s * log.rate_hz), np.frombuffer(pcm, "<i2")) for at_s, pcm in log.sounds]
    strip = np.zeros(max(at + len(samples) for at, samples in placed))
    for at, samples in placed:
        strip[at : at + len(samples)] = samples
    return strip


def sentences(studio: Studio, text: str) -> list[Sentence]:
    """What the tts archive makes of a text, and says of it."""
    answer = requests.post(
        f"http://{studio.serving.host}/predictions/tts",
        json={"text": text, "stream": True, "id": uuid4().hex},
        headers={"Authorization": f"Bearer {studio.serving.token}"},
        timeout=PATIENCE_S,
    )
    lines = [json.loads(line) for line in answer.text.splitlines()]
    if not answer.ok or not lines[-1].get("done"):
        raise RuntimeError(f"tts: HTTP {answer.status_code}: {lines[-1]}")
    return [_sentence(line) for line in lines[:-1]]


def _sentence(line: dict[str, Any]) -> Sentence:
    from soulsgen.studio.sound import RATE_HZ, at_rate

    begin_s = line["offset"] / line["sample_rate_hz"]
    pcm = at_rate(base64.b64decode(line["audio"]), line["sample_rate_hz"])
    return Sentence(
        np.frombuffer(pcm, "<i2").astype(np.float64),
        RATE_HZ,
        tuple(
            (one["start"] - begin_s, one["end"] - begin_s)
            for one in line["phonemes"]
            if one["ipa"].startswith(CLOSING)
        ),
    )


def _posed(studio: Studio, name: str) -> tuple[Box, NDArray[np.uint8]]:
    """Where the mouth is, and how it looks there when it is closed; from now on nothing else moves."""
    from soulsgen.motion.parameters import MOUTHS, NAMES

    still = {one: 0.0 for one in NAMES if one not in NAMES[MOUTHS]}
    shut = dict.fromkeys(NAMES[MOUTHS], 0.0)
    studio.post("set_overrides", {"instance_id": name, "overrides": {**still, **shut, OPEN: 1.0}})
    wide = _picture(studio, name)
    studio.post("set_overrides", {"instance_id": name, "overrides": {**still, **shut}})
    closed = _picture(studio, name)
    studio.post("set_overrides", {"instance_id": name, "overrides": still})
    box = changed(opened_picture(wide), opened_picture(closed))
    return box, mouth(closed, box)


def _picture(studio: Studio, name: str) -> bytes:
    """One that shows what she was told last."""
    until_s = studio.state(name)["time"] + _DONE_S
    waited_for(lambda: (studio.state(name)["frame"] or {}).get("time", 0.0) > until_s, "a picture")
    return studio.get("frame", name).content


def changed(one: Image.Image, other: Image.Image) -> Box:
    """Where two pictures of one size differ. Raises RuntimeError where they do not."""
    pixels = (np.asarray(each, np.int64) for each in (one, other))
    rows, columns = np.nonzero(np.abs(np.subtract(*pixels)) > _CHANGED)
    if not len(rows):
        raise RuntimeError("her mouth does not open")
    width, height = one.size
    return (
        max(0.0, columns.min() / width - _MARGIN),
        max(0.0, rows.min() / height - _MARGIN),
        min(1.0, (columns.max() + 1) / width + _MARGIN),
        min(1.0, (rows.max() + 1) / height + _MARGIN),
    )


def _say(studio: Studio, name: str, texts: Sequence[str], patience_s: float) -> None:
    """All of them, without a pause that they do not make themselves. Raises RuntimeError for one unsaid."""
    waiting = [*texts]
    until_s = time.monotonic() + patience_s
    while time.monotonic() < until_s:
        state = studio.get("performance", name).json()
        if state["fault"]:
            raise RuntimeError(f"she fell silent: {state['fault']}")
        if waiting and state["waiting"] < 1:
            studio.post("speak", {"instance_id": name, "text": waiting.pop(0)})
        elif not waiting and not state["speaking"]:
            return
        else:
            time.sleep(_LOOK_S)
    raise RuntimeError(f"she still speaks after {patience_s:.0f} s")
