"""The options of the live page, and the page that they ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from soulsgen.commands.post_report import tell
from soulsgen.option_group import Command, Decorator, handed_over


@dataclass(frozen=True)
class PageChoice:
    """Where the page listens, what it asks viewers for, and whether whoever starts it looks at once."""

    server_host: str
    server_port: int
    page_key: str | None = field(repr=False)
    open_browser: bool


def page_options(host: str, port: str, key: str) -> Decorator:
    """Add the options, three of them under the names given; the command receives them as `page_choice`."""
    decorators = [
        click.option(
            host,
            "server_host",
            default="127.0.0.1",
            show_default=True,
            help="Where the page listens; 0.0.0.0 for the whole network.",
        ),
        click.option(
            port,
            "server_port",
            type=click.IntRange(0, 65535),
            default=8090,
            show_default=True,
            help="0: any free one. TorchServe has 8080.",
        ),
        click.option(
            key,
            "page_key",
            envvar="SESSION_PAGE_KEY",
            show_envvar=True,
            help="Secret that viewers are asked for; 8 characters or more.",
        ),
        click.option("--open", "open_browser", is_flag=True, help="Open the page in a browser."),
    ]

    def with_page(command: Command) -> Command:
        return handed_over(command, "page_choice", PageChoice, decorators)

    return with_page


@contextmanager
def served(folder: Path, choice: PageChoice) -> Iterator[None]:
    """The page of `folder` while the block runs. Raises SoulsgenError when it cannot listen."""
    from soulsgen.page.hosting import Place
    from soulsgen.page.server import Page

    # A Secret made from a file often ends with a line break.
    key = None if choice.page_key is None else choice.page_key.strip()
    with Page(folder, Place(choice.server_host, choice.server_port, key), tell) as page:
        tell(page.invitation())
        if choice.open_browser:
            page.open()
        yield
