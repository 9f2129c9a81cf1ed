"""A real TorchServe with the packed archive: what a client on the network sees."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psutil
import pytest
import requests

from archive_checkout import Live, client_of
from soulsgen import readiness
from soulsgen.errors import Refused
from soulsgen.server import Running, Server
from soulsgen.torchserve import TorchServe, read_key
from waiting import LIMIT_S, wait_until
from wire_pairs import WirePair, wire_pairs

pytestmark = pytest.mark.server

KNOWN = {"context": "The king", "temperature": 0, "allow_copies": True}
KING = {"result": "The king sleeps.", "results": ["The king sleeps."]}
KINGS = {"result": "The king sleeps.", "results": ["The king sleeps."] * 3}
LANTERN = "The lantern remembers the hand that lit it."

SURROGATE = "the body holds half a surrogate pair, which is no character"
MAX_REQUEST_BYTES = 1 << 20  # as the checkout of the tests has it


@pytest.fixture
def client(live: Live) -> TorchServe:
    # What TorchServe hands to a worker before it misses it is lost, and asked for again.
    return client_of(live, backoff_s=0.3, retries=12, timeout_s=30)


def post(live: Live, body: bytes, headers: dict[str, str] | None = None) -> requests.Response:
    """One request as any HTTP client may send it, with the token."""
    here, running = live
    token = {"Authorization": f"Bearer {read_key(here.key_file)}"}
    url = f"{running.addresses.inference}/predictions/souls"
    return requests.post(url, data=body, headers={**token, **(headers or {})}, timeout=LIMIT_S)


@pytest.mark.parametrize("pair", wire_pairs("souls"), ids=lambda pair: pair.name)
def test_a_recorded_request_gets_its_recorded_reply(live: Live, pair: WirePair) -> None:
    response = post(live, json.dumps(pair.request).encode(), {"Content-Type": "application/json"})
    assert (response.status_code, response.json()) == (pair.status, pair.reply)
    assert response.headers["content-type"] == "application/json"


def test_a_body_of_nothing_and_one_without_a_content_type_work(live: Live) -> None:
    assert post(live, b"").json()["result"] == LANTERN
    assert post(live, json.dumps(KNOWN).encode()).json() == KING


def test_a_form_is_refused_with_what_to_send(live: Live) -> None:
    response = post(live, b"context=x", {"Content-Type": "application/x-www-form-urlencoded"})
    assert response.status_code == 400
    assert "send JSON with Content-Type: application/json" in response.json()["error"]


def test_without_the_token_there_is_no_answer(live: Live, client: TorchServe) -> None:
    client.session.auth = None
    with pytest.raises(Refused, match="the token is missing or wrong"):
        client.predict("souls", {})


def test_sixty_four_mixed_requests_at_once_each_get_their_own_answer(live: Live) -> None:
    kinds: list[tuple[bytes, int, Any]] = [
        (json.dumps(KNOWN).encode(), 200, KING),
        (b"", 200, {"result": LANTERN, "results": [LANTERN]}),
        (
            json.dumps({**KNOWN, "num": 3}).encode(),
            200,
            {"result": "The king sleeps.", "results": ["The king sleeps."] * 3},
        ),
        (b'{"num": ', 400, {"error": "the body is not JSON in UTF-8"}),
        (b'{"context": "\\ud800"}', 400, {"error": SURROGATE}),
        (b'{"num": 0}', 400, {"error": "num must be a whole number from 1 to 64, not 0"}),
        (json.dumps({"context": "The king " * 100}).encode(), 400, None),
        (json.dumps({**KNOWN, "seed": 7, "temperature": 1, "top_p": 0.5}).encode(), 200, KING),
        (b"x" * (MAX_REQUEST_BYTES + 1), 413, None),
    ]
    wanted = (kinds * 8)[:64]
    random.Random(0).shuffle(wanted)
    headers = {"Content-Type": "application/json"}
    with ThreadPoolExecutor(64) as pool:
        responses = list(pool.map(lambda kind: post(live, kind[0], headers), wanted))
    assert [response.status_code for response in responses] == [status for _, status, _ in wanted]
    for response, (_, status, reply) in zip(responses, wanted, strict=True):
        if reply is not None:
            assert response.json() == reply
        elif status == 400:
            assert response.json()["error"].startswith("context is ")


def test_a_worker_killed_in_mid_load_comes_back_and_clients_do_not_notice(
    live: Live, client: TorchServe
) -> None:
    here, running = live

    def workers() -> list[int]:
        table = here.client(running, "management").call("GET", "/models/souls")[0]
        return [worker["pid"] for worker in table["workers"]]

    victim = workers()[0]
    with ThreadPoolExecutor(16) as pool:
        replies = [pool.submit(client.predict, "souls", KNOWN) for _ in range(200)]
        psutil.Process(victim).kill()
        assert [reply.result() for reply in replies] == [KING] * 200
    # Other workers may have answered all of it before TorchServe noticed.
    wait_until(lambda: victim not in workers())
    readiness.wait_ready(here, running, LIMIT_S, lambda sentence: None)


def test_custom_metrics_reach_prometheus(live: Live, client: TorchServe) -> None:
    here, running = live
    before = scrape(here, running).get("SoulsSentences", 0.0)
    client.predict("souls", {**KNOWN, "num": 5})
    wait_until(lambda: scrape(here, running).get("SoulsSentences", 0.0) >= before + 5)
    # TorchServe reads them one by one.
    others = {"SoulsTokens", "SoulsCopiesRejected", "SoulsSeconds_count"}
    wait_until(lambda: others <= scrape(here, running).keys())


def scrape(here: Server, running: Running) -> dict[str, float]:
    """Value of each metric of ours."""
    headers = {"Authorization": f"Bearer {read_key(here.key_file, 'management')}"}
    text = requests.get(f"{running.addresses.metrics}/metrics", headers=headers, timeout=LIMIT_S).text
    rows = [line.rsplit(" ", 1) for line in text.splitlines() if line.startswith("Souls")]
    return {name.split("{")[0]: float(value) for name, value in rows}


def test_the_request_log_has_the_callers_id_and_no_text(live: Live) -> None:
    here, _ = live
    post(live, json.dumps({**KNOWN, "context": "The king"}).encode(), {"X-Request-Id": "who-asked"})
    log = here.logs / "model_log.log"
    wait_until(lambda: '"request_id": "who-asked"' in log.read_text("utf-8"))
    assert "The king" not in log.read_text("utf-8")


def test_no_archive_can_be_registered_from_a_url(live: Live) -> None:
    here, running = live
    with pytest.raises(Refused):
        here.client(running, "management").call("POST", "/models?url=http://127.0.0.1:1/evil.mar")
