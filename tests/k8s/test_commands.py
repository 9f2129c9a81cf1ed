"""Every command that a manifest runs is one of ours, and takes the options it is given there."""

import os
from collections.abc import Iterator
from itertools import takewhile
from unittest.mock import patch

import click
import pytest

from k8s.manifests import Object, objects, only, places
from soulsgen.cli import soulsgen, twitter

CONSOLE = {"soulsgen": soulsgen, "twitter": twitter}
# Programs of the image's Debian, each for one purpose.
OTHERS = {"bash": "waits for the gateway", "sleep": "waits"}
# Options of torch's launcher, and whether each takes a value.
TORCHRUN = {"--standalone": False, "--no-python": False, "--nproc-per-node": True}


def commands_of(container: Object) -> Iterator[list[str]]:
    """What the container runs, its probes and its hooks."""
    yield [*container.get("command", []), *container.get("args", [])]
    hooks = container.get("lifecycle", {}).values()
    probes = [container.get(f"{kind}Probe", {}) for kind in ("startup", "readiness", "liveness")]
    yield from (each["exec"]["command"] for each in (*probes, *hooks) if "exec" in each)


def launched(words: list[str]) -> list[str]:
    """What torchrun starts."""
    rest = words[1:]
    while rest and rest[0].startswith("--"):
        rest = rest[2 if TORCHRUN[rest[0]] else 1 :]
    return rest


def variables_of(container: Object, scope: list[Object]) -> dict[str, str]:
    """The container's environment; a Secret's values are made up, as long as a real one's."""
    found = {}
    for source in container.get("envFrom", []):
        for thing in scope:
            if thing["metadata"]["name"] == source.get("configMapRef", {}).get("name"):
                found |= thing["data"]
    return found | {each["name"]: each.get("value", "0123456789abcdef") for each in container.get("env", [])}


def parse(words: list[str]) -> click.Context:
    """As the console would; raises click's errors."""
    command: click.Command = CONSOLE[words[0]]
    context = command.make_context(words[0], list(words[1:]))
    while isinstance(command, click.Group) and context._protected_args:
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert command is not None
        context = command.make_context(name, list(rest), parent=context)
    return context


def test_every_command_is_on_the_console_and_takes_its_options() -> None:
    seen = set()
    for place in places():
        scope = objects(place.words.partition(":")[0])
        for words in commands_of(place.container):
            ours = launched(words) if words[0] == "torchrun" else words
            if ours[0] in OTHERS:
                continue
            with patch.dict(os.environ, variables_of(place.container, scope), clear=True):
                context = parse(ours)
            assert not isinstance(context.command, click.Group) or context.command.invoke_without_command, (
                place.words
            )
            seen.add(" ".join(takewhile(lambda word: not word.startswith("-"), ours)))
    assert seen == {
        "soulsgen checkpoints drop",
        "soulsgen checkpoints keep",
        "soulsgen checkpoints restore",
        "soulsgen create handler souls",
        "soulsgen download corpus",
        "soulsgen download handler",
        "soulsgen evaluate",
        "soulsgen gateway",
        "soulsgen post",
        "soulsgen post scene",
        "soulsgen session inbox",
        "soulsgen status",
        "soulsgen torchserve",
        "soulsgen train",
        "soulsgen upload handler",
        "soulsgen upload model",
    }


def test_an_option_that_does_not_exist_is_seen() -> None:
    with pytest.raises(click.NoSuchOption, match="--tokne"):
        parse(["soulsgen", "gateway", "--tokne", "0123456789abcdef"])


def test_torchserve_is_ready_when_our_own_command_says_so() -> None:
    spec = only("gpu", "Deployment", "torchserve")["spec"]["template"]["spec"]
    server = next(each for each in spec["containers"] if each["name"] == "torchserve")
    for kind in ("startup", "readiness", "liveness"):
        assert server[f"{kind}Probe"]["exec"] == {"command": ["soulsgen", "status"]}
    # TorchServe itself gives up a worker after five minutes; only then is a restart better than patience.
    liveness = server["livenessProbe"]
    assert liveness["periodSeconds"] * liveness["failureThreshold"] > 300


def test_the_gateway_ends_before_torchserve_does_and_both_before_the_kill() -> None:
    spec = only("cpu", "Deployment", "torchserve")["spec"]["template"]["spec"]
    stops = {each["name"]: each["lifecycle"]["preStop"]["exec"]["command"] for each in spec["containers"]}
    assert stops["gateway"] == ["sleep", "5"]
    assert stops["torchserve"][:2] == ["bash", "-c"]
    assert "/dev/tcp/127.0.0.1/8000" in stops["torchserve"][2]
    assert "{1..45}" in stops["torchserve"][2]
    assert spec["terminationGracePeriodSeconds"] > 45 + 2.4
