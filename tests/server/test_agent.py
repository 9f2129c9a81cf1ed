"""The agent archive with a language model in a real TorchServe: replies in pieces, in a batch with others."""

import json
import shutil
import threading
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
from soulsgen import archive, launch, readiness, server
from soulsgen.agent.answers import Answer
from soulsgen.agent.served import ServedAgent
from soulsgen.errors import Unavailable
from soulsgen.gateway import Door, Gateway
from soulsgen.project import Project
from soulsgen.torchserve import Endpoint, TorchServe, read_key

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]
LANTERN = [{"role": "user", "content": "Who lit the lantern?"}]
# A sixth of a second and more on any machine, a second on most.
LONG = {"op": "chat", "messages": LANTERN, "max_tokens": 200}
SHORT = {"op": "chat", "messages": LANTERN, "max_tokens": 6}
TOO_LONG = {"op": "chat", "messages": [{"role": "user", "content": "gulls " * 600}]}
TOKEN = "0123456789abcdef"
Line = tuple[float, dict[str, Any]]
Live = tuple[server.Server, server.Running]


@pytest.fixture(scope="module")
def agent_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One worker whose batches wait for company, so that what is sent together is decoded together."""
    root = tmp_path_factory.mktemp("agent-checkout")
    shutil.copytree(ROOT / "serve-handlers", root / "serve-handlers")
    shutil.copyfile(ROOT / "config.properties", root / "config.properties")
    config = root / "serve-handlers" / "agent" / "model-config.yaml"
    waiting = config.read_text("utf-8").replace("maxBatchDelay: 10\n", "maxBatchDelay: 500\n")
    config.write_text(f"minWorkers: 1\nmaxWorkers: 1\n{waiting}", "utf-8")
    agent_checkpoints.write_language_model(root / "weights", endless=True)
    agent_checkpoints.write_lore(root / "build" / "corpus")
    project = Project(root)
    archive.pack(archive.read_specs(project)["agent"], project, {"weights": str(root / "weights")}, "1.0")
    here = server.Server(project, project.build / "server")
    started = server.start(here, ["agent"], launch.loopback(*launch.free_ports(3)))
    try:
        readiness.wait_ready(here, started, 120, lambda sentence: None)
        yield here, started
    finally:
        server.stop(here)


@pytest.fixture
def client(agent_live: Live) -> TorchServe:
    here, started = agent_live
    return TorchServe(Endpoint(host=started.addresses.inference, key_file=here.key_file, retries=0))


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
    began = time.monotonic()
    lines = streamed(client, LONG)
    assert lines[-1][1] == plain
    assert words(lines) == plain["reply"]
    assert (plain["usage"]["tokens_out"], plain["engine"]) == (200, "causal")
    assert len(lines) > 5
    # Less than half of the way: the batch waited for company first.
    assert lines[0][0] - began - 0.5 < (lines[-1][0] - began - 0.5) / 2


def test_streams_plain_rows_and_refusals_of_one_batch_have_each_their_own(
    agent_live: Live, client: TorchServe
) -> None:
    plain = client.predict("agent", LONG)
    url = f"{client.base}/predictions/agent"

    def posted(body: dict[str, Any]) -> tuple[int, Any]:
        response = requests.post(url, json=body, auth=client.session.auth, timeout=60)
        return response.status_code, response.json()

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
        assert short.result()[-1][0] < long.result()[-1][0]
    assert '"batch": 4' in (agent_live[0].logs / "model_log.log").read_text("utf-8")


def test_the_response_is_json_lines_in_chunks_and_ends_with_its_batch(client: TorchServe) -> None:
    body = {**SHORT, "stream": True}
    url = f"{client.base}/predictions/agent"
    response = requests.post(url, json=body, auth=client.session.auth, timeout=60)
    assert response.headers["Transfer-Encoding"] == "chunked"
    assert response.headers["Content-Type"] == "application/x-ndjson"
    assert "reply" in json.loads(response.text.splitlines()[-1])
    assert response.text.endswith("}\n")


def test_a_caller_who_goes_away_holds_up_nobody(client: TorchServe) -> None:
    with ThreadPoolExecutor(1) as pool:
        neighbour = pool.submit(streamed, client, LONG)
        with closing(client.predict_lines("agent", {**LONG, "stream": True})) as gone:
            next(gone)
        began = time.monotonic()
        assert client.predict("agent", SHORT)["usage"]["tokens_out"] == 6
        assert time.monotonic() - began < 20
        assert words(neighbour.result()) == neighbour.result()[-1][1]["reply"]


def test_the_gateway_passes_each_piece_on_as_it_comes(agent_live: Live, tmp_path: Path) -> None:
    here, started = agent_live
    door = Door(TOKEN, here.key_file, started.addresses.inference, started.addresses.metrics)
    gateway = Gateway(("127.0.0.1", 0), door, lambda words: None)
    thread = threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    key = tmp_path / "key_file.json"
    key.write_text(json.dumps({"inference": {"key": TOKEN}}), "utf-8")
    try:
        url = f"http://127.0.0.1:{gateway.server_address[1]}"
        lines = streamed(TorchServe(Endpoint(host=url, key_file=key, retries=0)), LONG)
        pieces = list(ServedAgent(TorchServe(Endpoint(host=url, key_file=key, retries=0))).chat(LANTERN))
    finally:
        gateway.close()
        thread.join()
    assert words(lines) == lines[-1][1]["reply"]
    assert len({round(at, 2) for at, _ in lines}) > 5
    assert isinstance(pieces[-1], Answer)
    assert "".join(str(piece) for piece in pieces[:-1]) == pieces[-1].reply
    assert pieces[-1].sources[0].where == "Lantern (Goods 1, lore)"


def test_a_worker_that_dies_breaks_its_streams_off_in_words_and_comes_back(
    agent_live: Live, client: TorchServe
) -> None:
    here, started = agent_live
    worker = here.client(started, "management").call("GET", "/models/agent")[0]["workers"][0]["pid"]
    coming = ServedAgent(client).chat(LANTERN)
    assert isinstance(next(coming), str)
    psutil.Process(worker).kill()
    began = time.monotonic()
    with pytest.raises(Unavailable, match=r"the reply of TorchServe at .* broke off: the connection ended"):
        list(coming)
    assert time.monotonic() - began < 20, "told when it happened, not by the client's patience"
    readiness.wait_ready(here, started, 60, lambda sentence: None)
    patient = TorchServe(Endpoint(host=client.base, key_file=here.key_file, retries=8, backoff_s=0.3))
    assert patient.predict("agent", SHORT)["reply"]


def test_what_was_said_is_not_in_the_log(agent_live: Live, client: TorchServe) -> None:
    reply = streamed(client, SHORT)[-1][1]["reply"]
    logged = (agent_live[0].logs / "model_log.log").read_text("utf-8")
    assert '"status": 200' in logged
    assert "Who lit the lantern" not in logged
    assert reply not in logged
    assert read_key(agent_live[0].key_file) not in logged
