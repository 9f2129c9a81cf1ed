"""The CronJob `tweet-lore` from end to end: its own command, a real TorchServe, the other side of X."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clients.counterparts import counterparts
from k8s.manifests import Object, only
from soulsgen.server import Running, Server
from soulsgen.torchserve import read_key

Secrets = dict[str, dict[str, str]]


def container() -> Object:
    job = only("cpu", "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]
    (found,) = job["template"]["spec"]["containers"]
    return dict(found)


def variables_of(container: Object, secrets: Secrets) -> dict[str, str]:
    """As the kubelet sets them; the pod has no annotation, which gives an empty value."""
    found = {}
    for each in container["env"]:
        reference = each.get("valueFrom", {}).get("secretKeyRef")
        found[each["name"]] = (
            secrets[reference["name"]][reference["key"]] if reference else each.get("value", "")
        )
    return found


def run(container: Object, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The container's process, `folder` being its volume /data."""
    program, *words = [
        word.replace("/data", str(folder)) for word in (*container["command"], *container["args"])
    ]
    command = [str(Path(sys.executable).with_name(program)), *words]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.server
def test_the_cronjobs_command_posts_a_line_of_torchserve_once_in_its_slot(
    live: tuple[Server, Running], tmp_path: Path
) -> None:
    here, running = live
    tweet_lore = container()
    with counterparts(tmp_path) as there:
        account = {name: value for name, value in there.env.items() if name.startswith("TWITTER_")}
        secrets = {
            "torchserve-token": {"token": read_key(here.key_file, "inference")},
            "twitter-oauth": account,
        }
        # Names that resolve in a cluster and on the internet.
        elsewhere = {"TORCHSERVE_ENDPOINT": running.addresses.inference, "X_API_URL": there.env["X_API_URL"]}
        variables = variables_of(tweet_lore, secrets) | elsewhere
        first, second = (run(tweet_lore, tmp_path, variables) for _ in range(2))
        posts = there.texts["x"]()
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert len(posts) == 1
    assert len(posts[0].split()) > 1
    assert first.stdout.startswith("x ")
    assert second.stdout == first.stdout
    assert "was posted already, nothing to do" in second.stderr
    assert (tmp_path / "ledger.sqlite").is_file()
    for value in (*account.values(), secrets["torchserve-token"]["token"]):
        assert value not in first.stdout + first.stderr + second.stdout + second.stderr
