"""Options that `twitter post` and `twitter auth` share, apart from options.py to keep oauthlib out of it."""

import click

from soulsgen.channels.x_request import API_URL
from soulsgen.option_group import Command, decorated


def x_app_options(command: Command) -> Command:
    """Add the options that name the app and X: `consumer_key`, `consumer_secret` and `api_url`."""
    decorators = [
        click.option(
            "-k",
            "--consumer-key",
            envvar="TWITTER_CONSUMER_KEY",
            show_envvar=True,
            help="API key of the app in X's developer portal.",
        ),
        click.option(
            "-s",
            "--consumer-secret",
            envvar="TWITTER_CONSUMER_SECRET",
            show_envvar=True,
            help="Secret of that key; the variable keeps it out of the process list.",
        ),
        click.option(
            "--api-url",
            envvar="X_API_URL",
            default=API_URL,
            show_default=True,
            show_envvar=True,
            help="Base URL of X's API.",
        ),
    ]
    return decorated(command, decorators)
