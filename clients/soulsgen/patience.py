"""How long to wait for models that read an evening at once, where the user did not say."""

from dataclasses import replace

import click
from click.core import ParameterSource

from soulsgen.torchserve import Endpoint

# As the agent's and the scribe's responseTimeout allow: above it the server would have given up itself.
RECAP_S = 600.0
TRANSCRIBE_S = 1800.0


def patient(endpoint: Endpoint, seconds: float) -> Endpoint:
    """`endpoint` with a longer timeout, unless the running command was given one."""
    if click.get_current_context().get_parameter_source("timeout_s") != ParameterSource.DEFAULT:
        return endpoint
    return replace(endpoint, timeout_s=seconds)
