"""`twitter auth`: an account's keys for posting, by PIN."""

import click

from soulsgen.channels.x_auth import access_token, authorize_url, request_token
from soulsgen.channels.x_request import KeyPair
from soulsgen.x_options import x_app_options


@click.command()
@x_app_options
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
def auth(consumer_key: str | None, consumer_secret: str | None, api_url: str, open_page: bool) -> None:
    """Get the token pair that lets the app post for your account.

    \b
    Example:
        twitter auth >> .env
    """
    # Prompts go to stderr: stdout is what `>> .env` keeps.
    key = consumer_key or click.prompt("Consumer key", err=True)
    secret = consumer_secret or click.prompt("Consumer secret", hide_input=True, err=True)
    app = KeyPair(key.strip(), secret.strip())
    request = request_token(app, api_url)
    page = authorize_url(request, api_url)
    click.echo(f"Open this page as the account that will post, and allow the app:\n{page}", err=True)
    if open_page:
        click.launch(page)
    pin = click.prompt("PIN", err=True)
    account = access_token(app, request, pin.strip(), api_url)
    click.echo(f"TWITTER_ACCESS_TOKEN={account.key}\nTWITTER_TOKEN_SECRET={account.secret}")
