"""The agent archive with a language model in a real TorchServe: replies in pieces, in a batch with others."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

import agent_checkpoints
from archive_checkout import Live, client_of, new_checkout, served
from clients.gateway.opened import TOKEN, opened, write_key
from soulsgen import archive, readiness
from soulsgen.agent.answers import Answer
from soulsgen.agent.served import ServedAgent
from soulsgen.errors import Unavailable
from soulsgen.gateway import Door
from soulsgen.torchserve import Endpoint, TorchServe, read_key
from waiting import LIMIT_S, seldom_unlucky, wait_until

pytestmark = pytest.mark.server

LANTERN = [{"role": "user", "content": "Who lit the lantern?"}]
# A sixth of a second and more on any machine, a second on most.
LONG = {"op": "chat", "messages": LANTERN, "max_tokens": 200}
SHORT = {"op": "chat", "messages": LANTERN, "max_tokens": 6}
TOO_LONG = {"op": "chat", "messages": [{"role": "user", "content": "gulls " * 600}]}
Line = tuple[float, dict[str, Any]]


@pytest.fixture(scope="module")
def agent_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One worker whose batches wait for company, so that what is sent together is decoded together."""
    project = new_checkout(tmp_path_factory.mktemp("agent-checkout"))
    config = project.handlers / "agent" / "model-config.yaml"
    waiting = config.read_text("utf-8").replace("maxBatchDelay: 10\n", "maxBatchDelay: 500\n")
    config.write_text(f"minWorkers: 1\nmaxWorkers: 1\n{waiting}", "utf-8")
    agent_checkpoints.write_language_model(project.root / "weights", endless=True)
    agent_checkpoints.write_lore(project.build / "corpus")
    archive.pack(archive.read_specs(project)["agent"], project, {"weights": "weights"}, "1.0")
    with served(project, "agent") as live:
        yield live


@pytest.fixture
def client(agent_live: Live) -> TorchServe:
    return client_of(agent_live)


def streamed(client: TorchServe, request: dict[str, Any]) -> list[Line]:
    """Each line of a stream with when it came, up to the last one that says anything."""
    lines: list[Line] = []
    with closing(client.predict_lines("agent", {**request, "stream": True})) as coming:
        for line in coming:
            lines.append((time.monotonic(), line))
            if "text" not in line:
                break
    return lines


def words(lines: list[Line]) -> str:
    return "".join(line["text"] for _, line in lines[:-1])


def test_the_first_words_come_before_the_last_are_written(client: TorchServe) -> None:
    plain = client.predict("agent", LONG)
    assert (plain["usage"]["tokens_out"], plain["engine"]) == (200, "causal")

    def early() -> bool:
        """Less than half of the way: the batch waited for company first."""
        began = time.monotonic()
        lines = streamed(client, LONG)
        assert lines[-1][1] == plain
        assert words(lines) == plain["reply"]
        assert len(lines) > 5
        return lines[0][0] - began - 0.5 < (lines[-1][0] - began - 0.5) / 2

    assert seldom_unlucky(early)


def test_streams_plain_rows_and_refusals_of_one_batch_have_each_their_own(
    agent_live: Live, client: TorchServe
) -> None:
    plain = client.predict("agent", LONG)
    url = f"{client.base}/predictions/agent"

    def posted(body: dict[str, Any]) -> tuple[int, Any]:
        response = requests.post(url, json=body, auth=client.session.auth, timeout=LIMIT_S)
        return response.status_code, response.json()

    def together() -> bool:
        """In one batch, and the short one did not wait for the long one."""
        with ThreadPoolExecutor(4) as pool:
            long = pool.submit(streamed, client, LONG)
            short = pool.submit(streamed, client, SHORT)
            whole = pool.submit(posted, LONG)
            refused = pool.submit(posted, {**TOO_LONG, "stream": True})
        assert refused.result()[0] == 422
        assert "tokens too long for the model's context" in refused.result()[1]["error"]
        assert whole.result() == (200, plain)
        assert long.result()[-1][1] == plain
        assert short.result()[-1][1]["usage"]["tokens_out"] == 6
        logged = (agent_live[0].logs / "model_log.log").read_text("utf-8")
        return short.result()[-1][0] < long.result()[-1][0] and '"batch": 4' in logged

    assert seldom_unlucky(together)


def test_the_response_is_json_lines_in_chunks_and_ends_with_its_batch(client: TorchServe) -> None:
    body = {**SHORT, "stream": True}
    url = f"{client.base}/predictions/agent"
    response = requests.post(url, json=body, auth=client.session.auth, timeout=LIMIT_S)
    assert response.headers["Transfer-Encoding"] == "chunked"
    assert response.headers["Content-Type"] == "application/x-ndjson"
    assert "reply" in json.loads(response.text.splitlines()[-1])
    assert response.text.endswith("}\n")


def test_a_caller_who_goes_away_holds_up_nobody(client: TorchServe) -> None:
    with ThreadPoolExecutor(1) as pool:
        neighbour = pool.submit(streamed, client, LONG)
        with closing(client.predict_lines("agent", {**LONG, "stream": True})) as gone:
            next(gone)
        assert client.predict("agent", SHORT)["usage"]["tokens_out"] == 6
        assert words(neighbour.result()) == neighbour.result()[-1][1]["reply"]


def test_the_gateway_passes_each_piece_on_as_it_comes(agent_live: Live, tmp_path: Path) -> None:
    here, started = agent_live
    door = Door(TOKEN, here.key_file, started.addresses.inference, started.addresses.metrics)
    key = write_key(tmp_path / "key_file.json", TOKEN)
    with opened(door) as port:
        url = f"http://127.0.0.1:{port}"
        through = TorchServe(Endpoint(host=url, key_file=key, retries=0))

        def apart() -> bool:
            lines = streamed(through, LONG)
            assert words(lines) == lines[-1][1]["reply"]
            return len({round(at, 2) for at, _ in lines}) > 5

        assert seldom_unlucky(apart)
        pieces = list(ServedAgent(through).chat(LANTERN))
    assert isinstance(pieces[-1], Answer)
    assert "".join(str(piece) for piece in pieces[:-1]) == pieces[-1].reply
    assert pieces[-1].sources[0].where == "Lantern (Goods 1, lore)"


def test_a_worker_that_dies_breaks_its_streams_off_in_words_and_comes_back(
    agent_live: Live, client: TorchServe
) -> None:
    here, started = agent_live

    def pid() -> int:
        table = here.client(started, "management").call("GET", "/models/agent")[0]
        return int(table["workers"][0]["pid"])

    def broken_off() -> bool:
        """Unless the reply was whole already."""
        worker = pid()
        # Told when it happens: this caller's own patience would outlast the test.
        coming = ServedAgent(client_of(agent_live, timeout_s=3600)).chat(LANTERN)
        assert isinstance(next(coming), str)
        psutil.Process(worker).kill()
        told = ""
        try:
            list(coming)
        except Unavailable as error:
            told = str(error)
        # What TorchServe hands to a worker before it misses it is lost.
        wait_until(lambda: pid() != worker)
        readiness.wait_ready(here, started, LIMIT_S, lambda sentence: None)
        assert client_of(agent_live, retries=8, backoff_s=0.3).predict("agent", SHORT)["reply"]
        assert told in ("", f"the reply of TorchServe at {client.base} broke off: the connection ended")
        return bool(told)

    assert seldom_unlucky(broken_off)


def test_what_was_said_is_not_in_the_log(agent_live: Live, client: TorchServe) -> None:
    reply = streamed(client, SHORT)[-1][1]["reply"]
    log = agent_live[0].logs / "model_log.log"
    wait_until(lambda: '"status": 200' in log.read_text("utf-8"))
    logged = log.read_text("utf-8")
    assert "Who lit the lantern" not in logged
    assert reply not in logged
    assert read_key(agent_live[0].key_file) not in logged
