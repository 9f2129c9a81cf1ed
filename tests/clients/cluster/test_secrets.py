"""`soulsgen k8s secrets`: values reach the cluster and nothing else."""

import base64
import json

import pytest

from clients.cluster.api_server import ApiServer
from clients.cluster.conftest import Invoke
from clients.cluster.overlays import LABELS

VALUES = {
    "TWITTER_CONSUMER_KEY": "ck-5f0a",
    "TWITTER_CONSUMER_SECRET": "cs-91bd\n",
    "TWITTER_ACCESS_TOKEN": "at-77c2",
    "TWITTER_TOKEN_SECRET": "ts-d3e8",
}
KEYS = "TWITTER_CONSUMER_KEY, TWITTER_CONSUMER_SECRET, TWITTER_ACCESS_TOKEN, TWITTER_TOKEN_SECRET"
COMMAND = ("secrets", "twitter-oauth", "--from-env")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VALUES:
        monkeypatch.delenv(name, raising=False)


def stored(server: ApiServer) -> dict[str, str]:
    data = server.read("Secret", "twitter-oauth")["data"]
    return {key: base64.b64decode(value).decode() for key, value in data.items()}


def leaked(output: str, values: dict[str, str]) -> list[str]:
    plain = [value.strip() for value in values.values()]
    encoded = [base64.b64encode(value.encode()).decode() for value in plain]
    return [value for value in (*plain, *encoded) if value in output]


def test_values_are_stored_and_not_shown(server: ApiServer, invoke: Invoke) -> None:
    result = invoke(*COMMAND, **VALUES)
    assert (result.exit_code, result.output) == (0, f"Secret/twitter-oauth created: {KEYS}\n")
    assert stored(server) == {key: value.strip() for key, value in VALUES.items()}
    assert server.read("Secret", "twitter-oauth")["metadata"]["labels"] == LABELS
    assert leaked("\n".join(server.requests), VALUES) == []


def test_a_second_time_updates_also_what_others_wrote_and_keeps_their_keys(
    server: ApiServer, invoke: Invoke
) -> None:
    invoke(*COMMAND, **VALUES)
    for key in ("TWITTER_ACCESS_TOKEN", "OTHER"):
        owners = server.objects["secrets", "soulsgen", "twitter-oauth"].owners
        owners.update(
            server.objects["secrets", "soulsgen", "twitter-oauth"].thing, {"data": {key: "b2xk"}}, "kubectl"
        )
    result = invoke(*COMMAND, **VALUES)
    assert (result.exit_code, result.output) == (0, f"Secret/twitter-oauth updated: {KEYS}\n")
    assert stored(server) == {**{key: value.strip() for key, value in VALUES.items()}, "OTHER": "old"}


def test_missing_values_are_named_together_and_nothing_is_sent(server: ApiServer, invoke: Invoke) -> None:
    given = {**VALUES, "TWITTER_ACCESS_TOKEN": " \n"}
    del given["TWITTER_CONSUMER_KEY"]
    result = invoke(*COMMAND, **given)
    assert (result.exit_code, result.stdout, server.requests) == (2, "", [])
    assert result.stderr == (
        "Error: Secret/twitter-oauth needs TWITTER_CONSUMER_KEY, TWITTER_ACCESS_TOKEN "
        "in the environment or in .env\n"
    )


def test_where_values_come_from_must_be_said(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("secrets", "twitter-oauth", **VALUES)
    assert (result.exit_code, server.requests) == (2, [])
    assert "--from-env" in result.stderr


def test_a_dry_run_stores_nothing(server: ApiServer, invoke: Invoke) -> None:
    result = invoke(*COMMAND, "--dry-run", "--json", **VALUES)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "secret": "twitter-oauth",
        "result": "created",
        "keys": list(VALUES),
        "dry_run": True,
    }
    assert "Secret/twitter-oauth" not in server.names()


def test_an_answer_that_repeats_a_value_is_shown_without_it(server: ApiServer, invoke: Invoke) -> None:
    long = {**VALUES, "TWITTER_TOKEN_SECRET": "x" * 400}
    result = invoke(*COMMAND, **long)
    assert (result.exit_code, leaked(result.output, long)) == (2, [])
    assert result.stderr == (
        'Error: Secret/twitter-oauth: Secret "twitter-oauth" is invalid: data[TWITTER_TOKEN_SECRET]: '
        "Too long: may not be more than 300 bytes: … (422 Invalid)\n"
    )


def test_the_token_of_torchserve_comes_from_its_variable(server: ApiServer, invoke: Invoke) -> None:
    result = invoke("secrets", "torchserve-token", "--from-env", TORCHSERVE_TOKEN="tk-40")
    assert (result.exit_code, result.output) == (0, "Secret/torchserve-token created: token\n")
    assert base64.b64decode(server.read("Secret", "torchserve-token")["data"]["token"]) == b"tk-40"
    missing = invoke("secrets", "torchserve-token", "--from-env", TORCHSERVE_TOKEN="")
    assert missing.stderr == (
        "Error: Secret/torchserve-token needs TORCHSERVE_TOKEN in the environment or in .env\n"
    )


def test_only_the_rights_create_and_patch_are_needed(server: ApiServer, invoke: Invoke) -> None:
    server.denied |= {("get", "secrets"), ("list", "secrets")}
    assert invoke(*COMMAND, **VALUES).exit_code == 0


def test_a_namespace_that_is_not_there_is_named(server: ApiServer, invoke: Invoke) -> None:
    result = invoke(*COMMAND, "--namespace", "lore", **VALUES)
    assert result.exit_code == 2
    assert result.stderr == 'Error: Secret/twitter-oauth: namespaces "lore" not found (404 NotFound)\n'
