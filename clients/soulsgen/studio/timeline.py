"""What happens to her, on her instance's clock, and no more of it than still matters.

A stream goes on for weeks, so what is over is let go: the poses of what remains are those of the whole, now
and later. Moments that are left out are now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

import numpy as np

from soulsgen.errors import SoulsgenError
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.events import DataEyes, Event, Feel, Look, Override, Say, Talk
from soulsgen.motion.lips import Viseme
from soulsgen.motion.looking import Point
from soulsgen.motion.manner import Manner
from soulsgen.motion.scene import Scene
from soulsgen.studio import forgetting
from soulsgen.studio.clock import Clock
from soulsgen.studio.forgetting import Memory

Happening = TypeVar("Happening", Feel, Look, Say)

REST = "neutral"
_SUFFIX = "_index"


class Timeline:
    """Of one instance; every call belongs to one thread."""

    def __init__(self, clock: Clock, emotions: Mapping[str, Emotion] | None = None) -> None:
        self.memory = Memory.of(Manner())
        self._clock = clock
        self._emotions = emotions or built_in()
        self._feelings: list[Feel] = []
        self._looks: list[Look] = []
        self._overrides: list[Override] = []
        self._speech: list[Say] = []
        self._talks: list[Talk] = []
        self._data_eyes: list[DataEyes] = []

    @property
    def emotion(self) -> str:
        """That of now."""
        return _emotion_at(self._feelings, self._clock.now_s())

    @property
    def held(self) -> dict[str, float]:
        """Parameters, without `_index`, and cels that are held, and where."""
        values: dict[str, float | None] = {}
        for each in self._overrides:
            values.update(each.values)
        return {name: value for name, value in values.items() if value is not None}

    @property
    def talking(self) -> bool:
        """Whether the mouth moves to no known sound."""
        return _goes_on(self._talks, self._clock.now_s())

    @property
    def scrolling(self) -> bool:
        """Whether data scrolls over her eyes."""
        return _goes_on(self._data_eyes, self._clock.now_s())

    def feel(self, emotion: str, at_s: float | None = None) -> None:
        """From then on; one that she has then already does not begin again.

        Raises SoulsgenError for an emotion that is none.
        """
        if emotion not in self._emotions:
            raise SoulsgenError(f"{emotion} is no emotion; there are {', '.join(self._emotions)}")
        at_s = self._or_now(at_s)
        if emotion != _emotion_at(self._feelings, at_s):
            self._feelings = _in_order([*self._feelings, Feel(at_s, emotion)])
            self._forget()

    def learn(self, emotions: Mapping[str, Emotion]) -> None:
        """These from now on; what she feels and is none of them becomes none."""
        self._emotions = emotions
        self._feelings = [
            each if each.emotion in emotions else replace(each, emotion=REST) for each in self._feelings
        ]

    def look(self, point: Point | None, at_s: float | None = None) -> None:
        """At a point of the picture, None: wherever she likes."""
        self._looks = _in_order([*self._looks, Look(self._or_now(at_s), point)])
        self._forget()

    def hold(self, values: Mapping[str, float]) -> None:
        """These and no others stay where they are put. Raises SoulsgenError for what cannot be held."""
        self._override({**dict.fromkeys(self.held), **_checked(values)})

    def modify(self, action: Literal["set", "unset"], values: Iterable[str] | Mapping[str, float]) -> None:
        """Hold these too, or give these back. Raises SoulsgenError for what cannot be held."""
        if action == "unset":
            given = _checked(dict.fromkeys(values, 0.0))
            self._override({name: None for name in self.held if name in given})
        elif action == "set" and isinstance(values, Mapping):
            self._override({**_checked(values)})
        else:
            raise SoulsgenError(f"action must be set, with numbers, or unset, not {action!r}")

    def say(self, at_s: float, track: Iterable[Viseme]) -> None:
        """Speech whose sound begins at `at_s`; the track's times are from there."""
        self._speech = _in_order([*self._speech, Say(at_s, tuple(track))])
        self._forget()

    def silence(self, at_s: float | None = None) -> None:
        """No speech is heard from then on, whatever was to be said."""
        at_s = self._or_now(at_s)
        self._speech = [forgetting.cut(each, at_s) for each in self._speech if each.at_s < at_s]

    def talk(self, at_s: float | None = None) -> None:
        """The mouth moves until `hush`."""
        at_s = self._or_now(at_s)
        if not _goes_on(self._talks, at_s):
            self._talks.append(Talk(at_s, float("inf")))
            self._forget()

    def hush(self, at_s: float | None = None) -> None:
        at_s = self._or_now(at_s)
        self._talks = [replace(each, until_s=min(each.until_s, at_s)) for each in self._talks]

    def data_eyes(self, at_s: float | None = None) -> None:
        """Data scrolls over her eyes until `data_eyes_end`."""
        at_s = self._or_now(at_s)
        if not _goes_on(self._data_eyes, at_s):
            self._data_eyes.append(DataEyes(at_s, float("inf")))
            self._forget()

    def data_eyes_end(self, at_s: float | None = None) -> None:
        at_s = self._or_now(at_s)
        self._data_eyes = [replace(each, until_s=min(each.until_s, at_s)) for each in self._data_eyes]

    def events(self, now_s: float | None = None) -> list[Event]:
        """What the pictures from `now_s` on need, up to AHEAD_S later."""
        now_s = self._or_now(now_s)
        self._forget(now_s)
        speech = [each for each in self._speech if each.at_s < now_s + forgetting.AHEAD_S]
        return [
            *self._feelings,
            *self._looks,
            *self._overrides,
            *speech,
            *self._talks,
            *self._data_eyes,
        ]

    def _override(self, values: Mapping[str, float | None]) -> None:
        if values:
            self._overrides.append(Override(self._clock.now_s(), values))
            self._forget()

    def _or_now(self, at_s: float | None) -> float:
        return self._clock.now_s() if at_s is None else at_s

    def _forget(self, now_s: float | None = None) -> None:
        """At each change too: a paused instance is asked for no events."""
        now_s = self._or_now(now_s)
        memory = self.memory
        self._feelings = forgetting.felt(self._feelings, now_s - memory.feelings_s)
        self._looks = forgetting.looked(self._looks, now_s - memory.looks_s)
        self._overrides = forgetting.folded(self._overrides, now_s - memory.held_s)
        self._speech = forgetting.said(self._speech, now_s - memory.ends_s)
        self._talks = forgetting.ended(self._talks, now_s - memory.ends_s)
        self._data_eyes = forgetting.ended(self._data_eyes, now_s - memory.ends_s)


def _checked(values: Mapping[str, float]) -> dict[str, float]:
    """By the names that parameters have here. Raises SoulsgenError for a name that is none, and a value."""
    Scene(0).pictures(np.zeros(1), [Override(0.0, values)])
    return {name.removesuffix(_SUFFIX): value for name, value in values.items()}


def _emotion_at(feelings: Sequence[Feel], at_s: float) -> str:
    return next((each.emotion for each in reversed(feelings) if each.at_s <= at_s), REST)


def _goes_on(spans: Iterable[Talk | DataEyes], at_s: float) -> bool:
    return any(each.at_s <= at_s < each.until_s for each in spans)


def _in_order(events: Iterable[Happening]) -> list[Happening]:
    return sorted(events, key=lambda event: event.at_s)
