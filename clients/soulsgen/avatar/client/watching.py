"""Looking at an instance: the newest picture, or all of them as they come."""

import json
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from soulsgen.avatar.client.body import body_of
from soulsgen.avatar.client.cast import Avatar
from soulsgen.avatar.client.parts import Part, read_parts
from soulsgen.errors import Unavailable
from soulsgen.reply import json_of

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.25, 5.0


@dataclass(frozen=True)
class Frame:
    """A picture as every viewer gets it.

    content: a file of `media_type`. time_s: on her clock. full_size: width and height in pixels before the
    crop. crop: left, top, right, bottom, as shares of those. stats: timings in milliseconds, pictures a
    second, and `trouble`, why there are fewer or smaller ones than asked, or "".
    """

    content: bytes
    media_type: str
    time_s: float
    full_size: tuple[int, int]
    crop: tuple[float, float, float, float]
    stats: Mapping[str, Any]


def frame(avatar: Avatar) -> Frame:
    """The newest. Raises as `Studio.send` does, Unavailable where there is none yet."""
    response = avatar.studio.send("GET", "frame", params=avatar.looking())
    headers = {name.lower(): value for name, value in response.headers.items()}
    return _frame(avatar, "frame", Part(headers, response.content))


def result_feed(avatar: Avatar, patience_s: float = 0.0) -> Generator[Frame, None, None]:
    """Her pictures as they come, until she is unloaded; the last one again, each second, while she rests.

    Who reads slowly is given the newest. A connection that drops is made anew, until `patience_s` have gone
    without a picture. Close the generator to hang up. Raises as `Studio.send` does.
    """
    seen_s, pause_s = time.monotonic(), _FIRST_PAUSE_S
    while True:
        try:
            for each in _connected(avatar):
                yield each
                seen_s, pause_s = time.monotonic(), _FIRST_PAUSE_S
        except Unavailable:
            left_s = seen_s + patience_s - time.monotonic()
            if left_s <= 0:
                raise
            time.sleep(min(pause_s, left_s))
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        else:
            return


def _connected(avatar: Avatar) -> Generator[Frame, None, None]:
    with body_of(avatar.studio, "GET", "result_feed", params=avatar.looking()) as (media_type, body):
        for part in read_parts(avatar.studio, media_type, body):
            yield _frame(avatar, "result_feed", part)


def _frame(avatar: Avatar, name: str, part: Part) -> Frame:
    told = part.headers
    try:
        width, height = map(int, told["x-full-size"].split())
        crop = json.loads(told["x-crop"])
        return Frame(
            part.content,
            told["content-type"],
            float(told["x-time"]),
            (width, height),
            (crop["left"], crop["top"], crop["right"], crop["bottom"]),
            dict(json_of(told["x-server-stats"].encode())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise avatar.studio.strange(name) from error
