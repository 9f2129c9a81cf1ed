"""The TorchServe client against a server that fails in the ways TorchServe does."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.wrappers import Request, Response

from clients.loopback import free_port, hang_up, serving
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.torchserve import Endpoint, TorchServe, find_token, read_key
from wire_pairs import WirePair, wire_pairs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Answer = Callable[[Request], Response]
Serve = Callable[..., "Faulty"]
LINE = {"result": "Ash."}


class Faulty:
    """WSGI application that gives each request the next of `answers`, the last one from then on."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = answers
        self.seen: list[tuple[str, str, bytes, str | None]] = []
        self.url = ""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        authorization = request.headers.get("Authorization")
        self.seen.append((request.method, request.path, request.get_data(), authorization))
        return self.answers[min(len(self.seen), len(self.answers)) - 1](request)

    def client(self, **settings: Any) -> TorchServe:
        return TorchServe(Endpoint(self.url, **{"backoff_s": 0.01, "timeout_s": 60.0, **settings}))


def says(status: int, body: Any, **headers: str) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body)
    return lambda _: Response(text, status, headers)


def cut(request: Request) -> Response:
    hang_up(request.environ)
    return Response()


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(*answers: Answer) -> Faulty:
            app = Faulty(*answers)
            app.url = stack.enter_context(serving(app))
            return app

        yield start


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory without a token in the environment or a ~/.netrc."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("TORCHSERVE_TOKEN", "NETRC"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def key_file(path: Path, key: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {"inference": {"key": key}, "management": {"key": f"{key}-management"}}
    path.write_text(json.dumps(keys), "utf-8")
    return path


def test_a_prediction_is_one_json_post(serve: Serve) -> None:
    server = serve(says(200, LINE))
    assert server.client().predict("souls", {"context": "火"}) == LINE
    ((method, path, body, authorization),) = server.seen
    assert (method, path, json.loads(body)) == ("POST", "/predictions/souls", {"context": "火"})
    assert authorization is None


@pytest.mark.parametrize(
    "fault",
    [
        says(502, ""),
        says(503, {"code": 503}),
        says(504, ""),
        says(507, ""),
        says(500, {"code": 500, "message": "Worker died."}),
        cut,
    ],
)
def test_a_passing_fault_is_tried_again(serve: Serve, fault: Answer) -> None:
    server = serve(fault, fault, says(200, LINE))
    assert server.client().predict("souls", {}) == LINE
    assert len(server.seen) == 3


def test_a_fault_that_stays_is_unavailable_after_the_retries(serve: Serve) -> None:
    message = "Model souls has no worker to serve inference request."
    server = serve(says(503, {"code": 503, "type": "ServiceUnavailableException", "message": message}))
    with pytest.raises(Unavailable) as caught:
        server.client(retries=2).predict("souls", {})
    assert str(caught.value) == f"TorchServe at {server.url}: HTTP 503: {message} (after 2 retries)"
    assert len(server.seen) == 3


def test_a_refused_connection_is_unavailable_with_exit_75() -> None:
    host = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable) as caught:
        TorchServe(Endpoint(host, retries=1, backoff_s=0.01)).predict("souls", {})
    assert str(caught.value) == f"no answer from TorchServe at {host}: [Errno 111] Connection refused"
    assert caught.value.exit_code == 75


def test_a_silent_server_is_unavailable(serve: Serve) -> None:
    server = serve(cut)
    with pytest.raises(Unavailable, match="Remote end closed connection without response"):
        server.client(retries=1).predict("souls", {})
    assert len(server.seen) == 2


def test_a_refusal_carries_the_handlers_sentence_and_is_not_repeated(serve: Serve) -> None:
    server = serve(says(400, {"error": "context must be a string, not a list"}))
    with pytest.raises(Refused) as caught:
        server.client().predict("souls", {"context": []})
    sentence = "HTTP 400: context must be a string, not a list"
    assert str(caught.value) == f"TorchServe at {server.url}: {sentence}"
    assert len(server.seen) == 1


def test_a_wrong_token_says_what_to_set(serve: Serve) -> None:
    body = {"code": 400, "type": "InvalidKeyException", "message": "Token Authorization failed."}
    server = serve(says(400, body))
    with pytest.raises(Refused, match="the token is missing or wrong; set TORCHSERVE_TOKEN or --key-file"):
        server.client().predict("souls", {})


def test_a_server_that_was_started_anew_is_asked_with_its_new_token(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TORCHSERVE_TOKEN", raising=False)
    keys = tmp_path / "key_file.json"
    keys.write_text('{"inference": {"key": "old"}}')
    server = serve(says(400, {"code": 400, "type": "InvalidKeyException"}), says(200, LINE), says(400, {}))
    client = server.client(key_file=keys, retries=0)
    keys.write_text('{"inference": {"key": "new"}}')
    assert client.predict("souls", {}) == LINE
    with pytest.raises(Refused):
        client.predict("souls", {})
    keys.write_text('{"inference"')
    with pytest.raises(Refused):
        client.predict("souls", {})
    assert [token for *_, token in server.seen] == ["Bearer old", *["Bearer new"] * 3]


@pytest.mark.parametrize("status", [301, 302, 307])
def test_a_redirect_is_not_followed(serve: Serve, status: int) -> None:
    elsewhere = serve(says(200, LINE))
    server = serve(says(status, "", Location=f"{elsewhere.url}/predictions/souls"))
    with pytest.raises(Refused, match=f"HTTP {status}: "):
        server.client().predict("souls", {})
    assert (len(server.seen), elsewhere.seen) == (1, [])


@pytest.mark.parametrize("body", ["Ash.", "<html></html>", ""])
def test_a_reply_that_is_not_json_is_said_to_be_none(serve: Serve, body: str) -> None:
    server = serve(says(200, body))
    with pytest.raises(SoulsgenError) as caught:
        server.client().predict("souls", {})
    assert str(caught.value) == f"{server.url} replied with something that is not JSON: is it a TorchServe?"


def test_a_reply_that_is_no_object_is_named(serve: Serve) -> None:
    server = serve(says(200, ["Ash."]))
    with pytest.raises(SoulsgenError) as caught:
        server.client().predict("souls", {})
    assert str(caught.value) == f"souls at {server.url} replied with list, not an object"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "localhost", "http://", "ftp://a.b"])
def test_a_host_that_is_no_url_is_named(host: str) -> None:
    with pytest.raises(SoulsgenError) as caught:
        TorchServe(Endpoint(host)).predict("souls", {})
    assert str(caught.value) == f"{host.rstrip('/')} is not a URL such as http://127.0.0.1:8080"


def test_the_token_of_the_environment_is_sent(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", "from-the-environment")
    server = serve(says(200, LINE))
    server.client().predict("souls", {})
    assert server.seen[0][3] == "Bearer from-the-environment"


def test_a_named_key_file_beats_the_environment(
    serve: Serve, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHSERVE_TOKEN", "from-the-environment")
    server = serve(says(200, LINE))
    server.client(key_file=key_file(folder / "keys.json", "named")).predict("souls", {})
    assert server.seen[0][3] == "Bearer named"


def test_the_key_file_of_a_server_started_here_is_found(folder: Path) -> None:
    assert find_token(None) is None
    key_file(folder / "key_file.json", "plain")
    assert find_token(None) == "plain"
    key_file(folder / "build" / "server" / "key_file.json", "ours")
    assert find_token(None) == "ours"
    assert find_token(None, "management") == "ours-management"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"inference": "abc"}', '{"inference": {}}', None])
def test_a_file_that_is_no_key_file_is_named(folder: Path, content: str | None) -> None:
    path = folder / "keys.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(SoulsgenError, match=r"keys\.json is not a TorchServe key file with an inference key"):
        read_key(path)


def test_netrc_does_not_replace_the_token(
    serve: Serve, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".netrc").write_text("machine 127.0.0.1 login ash password bone\n", "utf-8")
    server = serve(says(200, LINE))
    server.client().predict("souls", {})
    monkeypatch.setenv("TORCHSERVE_TOKEN", "token")
    server.client().predict("souls", {})
    assert [authorization for *_, authorization in server.seen] == [None, "Bearer token"]


@pytest.mark.parametrize("pair", wire_pairs("souls"), ids=lambda pair: pair.name)
def test_a_recorded_reply_is_read_as_the_handler_means_it(serve: Serve, pair: WirePair) -> None:
    """The pairs that the handler's tests reproduce, from the client's side."""
    server = serve(says(pair.status, pair.reply))
    if pair.status == 200:
        assert server.client().predict("souls", pair.request) == pair.reply
    else:
        with pytest.raises(Refused, match=re.escape(f"HTTP {pair.status}: {pair.reply['error']}")):
            server.client().predict("souls", pair.request)
    assert json.loads(server.seen[0][2]) == pair.request
