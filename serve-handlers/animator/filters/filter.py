"""One filter: what it is called, what can be set, and the function that draws it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from torch import Tensor

from animator.filters.parameter import Parameter, name
from handlerkit.checks import SettingsError, refuse_unknown, shown

# (light [n, 4, height, width], moment, **values) -> the same; it may write into the light it is given.
Drawing = Callable[..., Tensor]


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """priority: where an editor puts it in a chain, lowest first. moving: not the same at all times."""

    name: str
    words: str
    priority: float
    moving: bool
    parameters: Mapping[str, Parameter]
    draw: Drawing

    def read(self, where: str, given: Any) -> dict[str, Any]:
        """Every parameter's value, of a decoded JSON object that gives some. Raises SettingsError."""
        if type(given) is not dict:
            raise SettingsError(f"{where} must be {{parameter: value}}, not {shown(given)}")
        refuse_unknown(given, self.parameters, where)
        return {
            key: each.read(f"{where}.{key}", given.get(key, each.default))
            for key, each in self.parameters.items()
        }

    def metadata(self) -> dict[str, Any]:
        """`defaults` and `ranges` as editors of other programs read them; `parameters` says more."""
        told = {key: each.metadata() for key, each in self.parameters.items()}
        return {
            "defaults": {key: each["default"] for key, each in told.items()},
            "ranges": {key: list(each.range) for key, each in self.parameters.items()},
            "priority": self.priority,
            "moving": self.moving,
            "words": self.words,
            "parameters": told,
        }


def filter_with(
    priority: float, moving: bool = False, **parameters: Parameter
) -> Callable[[Drawing], Filter]:
    """Makes a filter of a function with those parameters; its docstring's first line is for editors."""

    def made(draw: Drawing) -> Filter:
        called = draw.__name__
        words = (getdoc(draw) or "").partition("\n")[0]
        return Filter(called, words, priority, moving, {**parameters, "name": name(f"{called}0")}, draw)

    return made
