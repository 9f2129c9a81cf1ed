"""What a request says of the look of its frames, checked."""

import re
from collections.abc import Mapping
from typing import Any

from animator.encoding import FORMATS
from animator.engine import SIDE
from animator.filters.chain import Chain, read_chain
from animator.look import TRANSPARENT, WHITE, Look
from animator.upscaling.anime4k import PRESETS
from animator.upscaling.enlarging import METHODS
from handlerkit.checks import Check, SettingsError, choice, integer, number, shown

MOST_SIDE = 2048
# Of the drawn picture, in each direction; less is no part of a character.
LEAST_CROP = 16


def _background(name: str, value: Any) -> str:
    if type(value) is not str or not re.fullmatch(rf"{TRANSPARENT}|#[0-9a-fA-F]{{6}}", value):
        raise SettingsError(f"{name} must be {TRANSPARENT} or a colour as #rrggbb, not {shown(value)}")
    return value


def _crop(name: str, value: Any) -> tuple[float, ...]:
    """Shares of the picture; `read_look` looks at what is left of it."""
    share = number(0.0, 1.0)
    if type(value) not in (list, tuple) or len(value) != 4:
        raise SettingsError(
            f"{name} must be [left, top, right, bottom], shares from 0 to 1, not {shown(value)}"
        )
    return tuple(share(f"{name}[{place}]", each) for place, each in enumerate(value))


def _filters(name: str, value: Any) -> Chain:
    return read_chain(value, name)


LOOK_CHECKS: dict[str, Check] = {
    "size": integer(64, 1024),
    "format": choice(*FORMATS),
    "quality": integer(1, 100),
    "background": _background,
    "crop": _crop,
    "upscale": number(1.0, 4.0),
    "upscale_quality": choice(*METHODS),
    "upscale_preset": choice(*PRESETS),
    "filters": _filters,
}


def read_look(given: Mapping[str, Any]) -> Look:
    """given: checked values. Raises SettingsError for what does not go together."""
    checked = dict(given)
    if checked.get("format") == "jpeg" and checked.setdefault("background", WHITE) == TRANSPARENT:
        raise SettingsError("background must be a colour as #rrggbb: jpeg knows no transparency")
    look = Look(**checked)
    for way, part in (("right of left", look.columns), ("below top", look.rows)):
        if part.stop - part.start < LEAST_CROP:
            raise SettingsError(
                f"crop must end {LEAST_CROP / SIDE:g} or more {way}, not {shown(list(look.crop))}"
            )
    if max(look.width, look.height) > MOST_SIDE:
        raise SettingsError(
            f"size, crop and upscale make {look.width}x{look.height} pixels; {MOST_SIDE} is the most a side"
        )
    return look
