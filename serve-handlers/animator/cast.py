"""The characters of a folder: which there are, and those that are loaded."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from animator.engine import SIDE, Engine
from animator.layers import Layers
from animator.likeness import digest_of
from animator.model import CELS, EFFECTS, Desk, Stamp, kind_of, load_engine, stamp_of
from animator.picture import CharacterError
from animator.settings import DrawRequest
from animator.student.fast import FastStudent
from handlerkit.checks import SettingsError, shown

# Of characters that left; 256 KB each.
_MOST_MASKS = 256


@dataclass(frozen=True)
class Actor:
    """A character that is loaded, from files as they were at `stamp`."""

    engine: Engine
    cels: Layers
    effects: Layers
    stamp: Stamp


class Cast:
    """Loads a character when it is asked for; of more than `resident` the least recently used leaves."""

    def __init__(self, folder: Path, resident: int, desk: Desk) -> None:
        """Raises SettingsError for a folder without characters."""
        self.folder, self.resident, self.desk = folder, resident, desk
        self.actors: OrderedDict[str, Actor] = OrderedDict()
        # Finding a student's pixels takes seconds: those of one that left are as right when it is back.
        self.masks: OrderedDict[str, tuple[Stamp, Tensor]] = OrderedDict()
        if not self.names():
            raise SettingsError(f"{folder}: no characters; each is a folder with a character_model.yaml")

    def names(self) -> list[str]:
        """As they are now: one may be added while the worker runs."""
        folders = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(each.name for each in folders if kind_of(each))

    def name_of(self, asked: str, names: Sequence[str] | None = None) -> str:
        """A folder's own name, so that no path is made of what a caller wrote. Raises SettingsError.

        names: as `names` told a moment ago.
        """
        names = self.names() if names is None else names
        if asked and asked not in names:
            known = ", ".join(names) or "none"
            raise SettingsError(f"character must be one of those that are here, not {shown(asked)}: {known}")
        if not names:
            raise SettingsError("there are no characters here any more")
        return asked or names[0]

    def actor(self, name: str) -> Actor:
        """Loaded anew if its files have changed. Raises CharacterError whose paths begin with its name."""
        try:
            stamp = stamp_of(self.folder / name)
            if name not in self.actors or self.actors[name].stamp != stamp:
                self.actors[name] = self._loaded(self.folder / name, stamp)
        except CharacterError as error:
            raise CharacterError(self._without_path(error)) from error
        self.actors.move_to_end(name)
        while len(self.actors) > self.resident:
            self._leave(*self.actors.popitem(last=False))
        return self.actors[name]

    def _loaded(self, folder: Path, stamp: Stamp) -> Actor:
        of_stamp, mask = self.masks.get(folder.name, (None, None))
        engine = load_engine(folder, self.desk, mask if of_stamp == stamp else None)
        return Actor(engine, Layers(folder / CELS, CELS), Layers(folder / EFFECTS, EFFECTS), stamp)

    def _leave(self, name: str, actor: Actor) -> None:
        if isinstance(actor.engine, FastStudent):
            self.masks[name] = actor.stamp, actor.engine.found
            self.masks.move_to_end(name)
        while len(self.masks) > _MOST_MASKS:
            self.masks.popitem(last=False)

    def check_layers(self, actor: Actor, request: DrawRequest) -> None:
        """Read what is to be laid over. Raises SettingsError for unknown names, CharacterError for faults."""
        try:
            for name in {name for each in request.cels for name in each}:
                actor.cels.layer(name)
            for name in {name for each in request.effects for name in each}:
                actor.effects.layer(name, request.look.side)
        except CharacterError as error:
            raise CharacterError(self._without_path(error)) from error

    def _without_path(self, error: CharacterError) -> str:
        return str(error).replace(f"{self.folder}/", "")

    def told(self) -> list[dict[str, Any]]:
        """All of them, for a reply; only their pictures are read for it, once."""
        return [
            {
                "name": name,
                "kind": kind_of(self.folder / name),
                "side": SIDE,
                "picture": digest_of(self.folder / name),
                "cels": list(Layers(self.folder / name / CELS, CELS).names),
                "effects": list(Layers(self.folder / name / EFFECTS, EFFECTS).names),
            }
            for name in self.names()
        ]
