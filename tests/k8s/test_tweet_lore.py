"""The CronJob `tweet-lore` from end to end: its own command, a real TorchServe, the other side of X."""

from pathlib import Path

import pytest

from archive_checkout import Live
from clients.counterparts import counterparts
from k8s.manifests import Object, only
from k8s.running import run, variables_of
from soulsgen.torchserve import read_key


def container() -> Object:
    job = only("cpu", "CronJob", "tweet-lore")["spec"]["jobTemplate"]["spec"]
    (found,) = job["template"]["spec"]["containers"]
    return dict(found)


@pytest.mark.server
def test_the_cronjobs_command_posts_a_line_of_torchserve_once_in_its_slot(live: Live, tmp_path: Path) -> None:
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
