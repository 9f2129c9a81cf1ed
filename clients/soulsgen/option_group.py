"""Options that belong together: added at once, and handed to a command as one value."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import wraps
from typing import Any

Command = Callable[..., Any]
Decorator = Callable[[Command], Command]


def decorated(command: Command, decorators: Sequence[Decorator]) -> Command:
    """`command` with `decorators` as if each stood above it, the first on top."""
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


def handed_over(command: Command, name: str, kind: type, decorators: Sequence[Decorator]) -> Command:
    """`command` with the options that `decorators` add, which it receives as `name`.

    kind: a dataclass whose fields are called as the options' parameters are.
    """

    @wraps(command)
    def with_group(*args: Any, **kwargs: Any) -> Any:
        group = kind(**{field.name: kwargs.pop(field.name) for field in fields(kind)})
        return command(*args, **{name: group}, **kwargs)

    return decorated(with_group, decorators)
