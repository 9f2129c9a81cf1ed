"""A click group that imports a command only when it is asked for and ends faults in words.

`soulsgen generate` in a CronJob must not pay for what `soulsgen train` needs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from click.core import ParameterSource

from soulsgen.errors import SoulsgenError
from soulsgen.extras import hint


class LazyGroup(click.Group):
    """Group whose subcommands are given as `{"name": "module:attribute"}`."""

    def __init__(self, *args: Any, lazy: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.lazy})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute = self.lazy[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.lazy[cmd_name]} is not a click command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        with in_words():
            return super().invoke(ctx)


def subcommand_follows() -> bool:
    """Whether a group that is a command of its own was asked for a subcommand.

    Raises click.UsageError when options stand before its name: they would be lost without a word.
    """
    context = click.get_current_context()
    if not context.invoked_subcommand:
        return False
    given = [
        name for name in context.params if context.get_parameter_source(name) == ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(f"options of `{context.invoked_subcommand}` go after its name")
    return True


class Program(click.Command):
    """A command that is a program of its own, beside `soulsgen`."""

    def invoke(self, ctx: click.Context) -> Any:
        with in_words():
            return super().invoke(ctx)


@contextmanager
def in_words() -> Iterator[None]:
    """The edge of every command: a `SoulsgenError` becomes one line on stderr and its exit status."""
    try:
        yield
    except SoulsgenError as error:
        click.echo(f"Error: {error}", err=True)
        raise click.exceptions.Exit(error.exit_code) from error
    except OSError as error:
        # Clients translate what the network does; what is left is a file.
        click.echo(f"Error: {error.filename or 'a file'}: {error.strerror or error}", err=True)
        raise click.exceptions.Exit(1) from error
    except ModuleNotFoundError as error:
        click.echo(f"Error: this command needs {error.name}, {hint(error.name or '')}", err=True)
        raise click.exceptions.Exit(1) from error
