"""Visemes with times to a moving mouth.

Neighbouring sounds shape each other by dominance (Cohen and Massaro 1993: Modeling coarticulation in
synthetic visual speech): every viseme pulls towards its own mouth, the more the nearer it is. Lips that close
for p, b and m do close, whatever is beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from soulsgen.motion.easing import minimum_jerk
from soulsgen.motion.parameters import MOUTHS, NAMES, Floats

Near = NDArray[np.intp]

_MOUTHS = NAMES[MOUTHS]
CLOSED = "PP"
SILENCE = "sil"
# By viseme of Oculus Lipsync: how far its mouth is formed, and how strongly it insists on it.
_FORMS: dict[str, tuple[dict[str, float], float]] = {
    SILENCE: ({}, 0.6),
    CLOSED: ({}, 1.0),
    "FF": ({"mouth_iii": 0.2}, 0.9),
    "TH": ({"mouth_eee": 0.35}, 0.4),
    "DD": ({"mouth_iii": 0.3, "mouth_delta": 0.1}, 0.3),
    "kk": ({"mouth_eee": 0.35}, 0.2),
    "CH": ({"mouth_uuu": 0.55}, 0.7),
    "SS": ({"mouth_iii": 0.5}, 0.5),
    "nn": ({"mouth_iii": 0.3}, 0.25),
    "RR": ({"mouth_uuu": 0.45}, 0.4),
    "aa": ({"mouth_aaa": 0.95}, 0.9),
    "E": ({"mouth_eee": 0.85}, 0.8),
    "I": ({"mouth_iii": 0.85}, 0.8),
    "O": ({"mouth_ooo": 0.9}, 0.9),
    "U": ({"mouth_uuu": 0.85}, 0.9),
}
VISEMES = tuple(_FORMS)
_TARGETS = np.array([[form.get(name, 0.0) for name in _MOUTHS] for form, _ in _FORMS.values()])
_DOMINANCE = np.array([strength for _, strength in _FORMS.values()])
# Seconds over which a sound's pull falls to a third: ahead of it, and after.
_AHEAD_S, _AFTER_S = 0.055, 0.045
_NEIGHBOURS = 4
# Lips come together, and part, within these.
_CLOSING_S, _OPENING_S = 0.06, 0.05


@dataclass(frozen=True)
class Viseme:
    """One of VISEMES and the seconds it is heard; `strength`, 0 to 1, for speech that is soft."""

    start_s: float
    end_s: float
    name: str
    strength: float = 1.0


def mouths(times: Floats, track: Sequence[Viseme], shown_s: float = 0.04) -> Floats:
    """[n, 6]: mouth_aaa to mouth_delta at each of `times`.

    track: in order of time. shown_s: how long a picture stays; no closure is shorter, so that each is in one.
    Raises ValueError for a viseme of another name.
    """
    if not track:
        return np.zeros((len(times), len(_MOUTHS)))
    starts, ends = (np.array([getattr(one, side) for one in track]) for side in ("start_s", "end_s"))
    kinds = np.array([VISEMES.index(one.name) for one in track])
    strengths = np.array([one.strength for one in track])
    near = _near(times, starts)
    # At the ends of the track the first or last stands for neighbours that are not there.
    once = np.diff(near, axis=1, prepend=-1) > 0
    pull = once * _DOMINANCE[kinds[near]] * np.exp(-_distance(times, starts[near], ends[near]))
    forms = _TARGETS[kinds[near]] * strengths[near][..., None]
    mouth = (pull[..., None] * forms).sum(axis=1) / np.maximum(pull.sum(axis=1), 1e-9)[:, None]
    closed = kinds == VISEMES.index(CLOSED)
    opened: Floats = 1.0 - _closure(times, starts[closed], ends[closed], shown_s)
    return np.asarray(mouth * opened[:, None])


def speaking(times: Floats, track: Sequence[Viseme]) -> Floats:
    """How far the mouth belongs to the speech, 0 to 1, at each of `times`: not in a long silence."""
    sounds = [one for one in track if one.name != SILENCE]
    if not sounds:
        return np.zeros(len(times))
    starts, ends = (np.array([getattr(one, side) for one in sounds]) for side in ("start_s", "end_s"))
    near = _near(times, starts)
    at = times[:, None]
    away = np.maximum(np.maximum(starts[near] - at, at - ends[near]), 0.0).min(axis=1)
    return 1.0 - minimum_jerk((away - 0.08) / 0.2)


def _near(times: Floats, starts: Floats) -> Near:
    """[n, k]: the sounds about each moment; at the ends the first or last again."""
    here = np.searchsorted(starts, times, side="right") - 1
    around = np.arange(-_NEIGHBOURS, _NEIGHBOURS + 1)
    near: Near = np.clip(here[:, None] + around, 0, len(starts) - 1)
    return near


def _distance(times: Floats, starts: Floats, ends: Floats) -> Floats:
    """[n, k]: from each moment to the sound's middle half, in units of its reach."""
    quarter = (ends - starts) / 4
    at = times[:, None]
    ahead = np.maximum(starts + quarter - at, 0.0) / _AHEAD_S
    after = np.maximum(at - (ends - quarter), 0.0) / _AFTER_S
    return ahead + after


def _closure(times: Floats, starts: Floats, ends: Floats, shown_s: float) -> Floats:
    """[n]: how far the lips are closed, wholly from each start to each end."""
    if not len(starts):
        return np.zeros(len(times))
    widened = np.maximum(shown_s - (ends - starts), 0.0) / 2
    starts, ends = starts - widened, ends + widened
    near, at = _near(times, starts), times[:, None]
    closing = minimum_jerk((at - starts[near]) / _CLOSING_S + 1.0)
    opening = minimum_jerk((at - ends[near]) / _OPENING_S)
    return np.asarray((closing * (1.0 - opening)).max(axis=1))
