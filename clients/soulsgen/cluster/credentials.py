"""Secrets of a cluster from the environment; their values go nowhere else, not even into errors."""

import base64
from collections.abc import Mapping

from soulsgen.cluster.api import Cluster
from soulsgen.cluster.objects import PART_OF
from soulsgen.errors import Refused, SoulsgenError

MANAGER = "soulsgen-secrets"
# Each Secret with the keys that the manifests take from it, and the variable that each one comes from.
SECRETS = {
    "twitter-oauth": {
        "TWITTER_CONSUMER_KEY": "TWITTER_CONSUMER_KEY",
        "TWITTER_CONSUMER_SECRET": "TWITTER_CONSUMER_SECRET",
        "TWITTER_ACCESS_TOKEN": "TWITTER_ACCESS_TOKEN",
        "TWITTER_TOKEN_SECRET": "TWITTER_TOKEN_SECRET",
    },
    "torchserve-token": {"token": "TORCHSERVE_TOKEN"},
    "discord-webhook": {"DISCORD_WEBHOOK": "DISCORD_WEBHOOK"},
    "discord-bot": {"DISCORD_BOT_TOKEN": "DISCORD_BOT_TOKEN"},
}


def values_for(name: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Values of the Secret `name`, without the line break that a file ends with. Raises Refused."""
    variables = SECRETS[name]
    values = {key: environment.get(variable, "").strip() for key, variable in variables.items()}
    if missing := [variables[key] for key, value in values.items() if not value]:
        raise Refused(f"Secret/{name} needs {', '.join(missing)} in the environment or in .env")
    return values


def store(cluster: Cluster, name: str, values: Mapping[str, str], namespace: str, dry_run: bool) -> bool:
    """Create or update the Secret; True says that it is new. Other keys of it stay."""
    encoded = {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}
    label, _, part = PART_OF.partition("=")
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "labels": {label: part}},
        "type": "Opaque",
        "data": encoded,
    }
    try:
        # Whoever wrote these keys before: the user says what they are now.
        reply = cluster.apply(secret, namespace, dry_run=dry_run, force=True, manager=MANAGER)
    except SoulsgenError as error:
        error.args = (_without(str(error), [*values.values(), *encoded.values()]),)
        # The cause holds the server's whole body.
        raise error from None
    return reply.status == 201


def _without(words: str, secrets: list[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, "…")
    return words
