"""A long job waits long by itself, and as long as it is told when it is told."""

import click
import pytest
from click.testing import CliRunner

from soulsgen.options import endpoint_options
from soulsgen.patience import patient
from soulsgen.torchserve import Endpoint


@click.command()
@endpoint_options
def show(endpoint: Endpoint) -> None:
    click.echo(patient(endpoint, 600.0).timeout_s)


@pytest.mark.parametrize(("words", "seconds"), [([], "600.0\n"), (["--timeout", "60"], "60.0\n")])
def test_the_users_timeout_goes_before_ours(words: list[str], seconds: str) -> None:
    assert CliRunner().invoke(show, words).stdout == seconds
