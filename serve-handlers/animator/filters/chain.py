"""Filters one after another, as a request lists them: [["bloom", {"threshold": 0.5}], ["scanlines", {}]]."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from animator.filters.analog import (
    analog_lowres,
    analog_rippling_hsync,
    analog_runaway_hsync,
    chroma_subsample,
)
from animator.filters.digital import digital_glitches, pixelize
from animator.filters.display import banding, scanlines, translucent_display
from animator.filters.filter import Filter
from animator.filters.grain import noise
from animator.filters.heads import analog_vhs_headswitching, analog_vhstracking
from animator.filters.lens import chromatic_aberration, vignetting, zoom
from animator.filters.light import atmospheric_dust, bloom
from animator.filters.moment import Moment, salt_of
from animator.filters.tape import analog_vhs_noise, analog_vhsglitches
from animator.filters.tone import desaturate, monochrome_display, posterize
from animator.filters.tube import crt
from handlerkit.checks import SettingsError, choice, shown

MOST_FILTERS = 32
_ALL = (
    zoom,
    bloom,
    atmospheric_dust,
    chromatic_aberration,
    noise,
    vignetting,
    desaturate,
    posterize,
    pixelize,
    analog_lowres,
    chroma_subsample,
    analog_rippling_hsync,
    analog_runaway_hsync,
    analog_vhs_noise,
    analog_vhsglitches,
    analog_vhs_headswitching,
    analog_vhstracking,
    digital_glitches,
    translucent_display,
    monochrome_display,
    banding,
    scanlines,
    crt,
)
# In priority order: as light passes a lens, a tape and a display.
FILTERS: dict[str, Filter] = {each.name: each for each in sorted(_ALL, key=lambda one: one.priority)}


@dataclass(frozen=True, slots=True)
class Link:
    """A filter with all its values; `name` tells its chance from that of others of its kind."""

    filter: Filter
    name: str
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """No link leaves a picture as it is."""

    links: tuple[Link, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.links)

    @property
    def moving(self) -> bool:
        """Whether a picture that stands still looks different at another time."""
        return any(link.filter.moving for link in self.links)

    @torch.no_grad()
    def apply(self, light: Tensor, times: Tensor, seed: int) -> Tensor:
        """New light [n, 4, height, width], 0 to 1 and no colour above its alpha, of such light on any device.

        times: [n] seconds, of each frame; float64, if they go on for days. The same arguments give the same
        picture, whichever other frames are beside it.
        """
        if len(times) != len(light):
            raise ValueError(f"{len(light)} frames, but {len(times)} times")
        drawn = light.clone(memory_format=torch.contiguous_format)
        # Not waited for: a GPU goes on with what it is at.
        at = times.to(light.device, torch.float64, non_blocking=True)
        for link in self.links:
            moment = Moment(at, salt_of(link.filter.name, link.name, seed))
            drawn = link.filter.draw(drawn, moment, **dict(link.values))
        return drawn


def read_chain(value: object, name: str = "filters") -> Chain:
    """Raises SettingsError: which place, which value, what is allowed."""
    if not isinstance(value, list | tuple) or len(value) > MOST_FILTERS:
        raise SettingsError(
            f"{name} must be a list of at most {MOST_FILTERS} of [filter, {{parameter: value}}], "
            f"not {shown(value)}"
        )
    return Chain(tuple(_read_link(f"{name}[{place}]", each) for place, each in enumerate(value)))


def _read_link(where: str, value: Any) -> Link:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise SettingsError(f"{where} must be [filter, {{parameter: value}}], not {shown(value)}")
    found = FILTERS[choice(*FILTERS)(f"{where}[0]", value[0])]
    values = found.read(f"{where}.{found.name}", value[1])
    called = values.pop("name")
    return Link(found, called, tuple(values.items()))


def metadata() -> list[list[Any]]:
    """[name, what is known of it] of each filter, in priority order: what an editor is built from."""
    return [[name, each.metadata()] for name, each in FILTERS.items()]
