"""`soulsgen paint`: pictures over real HTTP, from the archive and from an images endpoint."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask, Response, request
from PIL import Image

from clients.loopback import free_port, serving
from soulsgen.commands.paint import paint
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.images_endpoint import MODEL, ImagesEndpoint, size_for
from soulsgen.openai_endpoint import OpenAISettings
from soulsgen.painting import PaintOrder, ServedPainter, picture
from soulsgen.torchserve import Endpoint, TorchServe
from wire_pairs import wire_pairs

Answer = Callable[[dict[str, Any]], Response]


def image(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, kind)
    return file.getvalue()


def generated(body: dict[str, Any]) -> Response:
    """As the images endpoint answers."""
    data = {"data": [{"b64_json": base64.b64encode(image()).decode()}], "usage": {"total_tokens": 1234}}
    return Response(json.dumps(data), content_type="application/json")


def failing(status: int, body: Any, headers: dict[str, str] | None = None) -> Answer:
    return lambda _: Response(json.dumps(body), status, headers, content_type="application/json")


class Counterpart:
    """A Flask server for both: the archive's path and the endpoint's; answers one after the other."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.seen: list[tuple[str, dict[str, Any], str | None]] = []
        self.app = Flask("painter")
        self.app.add_url_rule("/predictions/<name>", view_func=self._answer, methods=["POST"])
        self.app.add_url_rule("/v1/images/<name>", view_func=self._answer, methods=["POST"])

    def _answer(self, name: str) -> Response:
        body = request.get_json()
        self.seen.append((request.path, body, request.headers.get("Authorization")))
        return self.answers[min(len(self.seen), len(self.answers)) - 1](body)


def png(_: dict[str, Any]) -> Response:
    return Response(image(), content_type="image/png")


def run(*arguments: str, env: dict[str, str] | None = None) -> Result:
    runner = CliRunner(env={"OPENAI_API_KEY": "", "TORCHSERVE_TOKEN": "", **(env or {})})
    return runner.invoke(paint, list(arguments))


def test_the_archives_picture_is_the_file_and_words_go_to_standard_error(tmp_path: Path) -> None:
    server, out = Counterpart(png), tmp_path / "new" / "scene.png"
    with serving(server.app) as url:
        result = run("a hill", "-o", str(out), "--host", url)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"image/png, 0.0 MB, in {out}\n"
    assert out.read_bytes() == image()
    assert [path.name for path in out.parent.iterdir()] == ["scene.png"]
    assert server.seen == [
        ("/predictions/painter", {"prompt": "a hill", "width": 1792, "height": 1024}, None)
    ]


def test_every_option_reaches_the_archive_as_its_recorded_request_has_it(tmp_path: Path) -> None:
    pair = next(pair for pair in wire_pairs("painter") if pair.name == "painter_default")
    server, want = Counterpart(png), pair.request
    options = ["--negative", want["negative"], "--seed", str(want["seed"]), "--style", want["style"]]
    size = f"{want['width']}x{want['height']}"
    with serving(server.app) as url:
        result = run(want["prompt"], "-o", str(tmp_path / "a"), "--size", size, *options, "--host", url)
    assert result.exit_code == 0
    assert server.seen[0][1] == want


def test_a_dash_is_standard_output_and_nothing_but_the_picture() -> None:
    with serving(Counterpart(png).app) as url:
        result = run("a hill", "-o", "-", "--host", url)
    assert (result.stdout_bytes, result.stderr) == (image(), "")


def test_the_archives_refusal_is_an_error_and_no_file(tmp_path: Path) -> None:
    pair = next(pair for pair in wire_pairs("painter") if pair.name == "painter_too_large")
    server = Counterpart(failing(pair.status, pair.reply))
    with serving(server.app) as url, pytest.raises(Refused) as refused:
        ServedPainter(TorchServe(Endpoint(host=url))).paint(PaintOrder("a hill", width=4096))
    assert str(refused.value) == f"TorchServe at {url}: HTTP 400: {pair.reply['error']}"
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_sends_no_picture_is_an_error() -> None:
    server = Counterpart(lambda _: Response(b"GIF89a", content_type="image/gif"))
    with serving(server.app) as url, pytest.raises(SoulsgenError) as refused:
        ServedPainter(TorchServe(Endpoint(host=url))).paint(PaintOrder("a hill"))
    assert str(refused.value) == (
        f"painter at {url} replied with 6 bytes that are no PNG, JPEG or WebP picture"
    )


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_a_picture_is_told_by_its_bytes(kind: str, media_type: str) -> None:
    assert picture(image(kind), "x").media_type == media_type


@pytest.mark.parametrize("content", [b"", b"RIFF1234WAVE", b"<html>"])
def test_anything_else_is_no_picture(content: bytes) -> None:
    with pytest.raises(SoulsgenError, match="no PNG, JPEG or WebP"):
        picture(content, "x")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a hill", "-o", "x", "--size", "big"], "'big' is not a size such as 1792x1024"),
        (["  ", "-o", "x"], "PROMPT must say what to paint"),
        (["a hill", "-o", "x", "--quality", "low"], "--quality is for --painter openai"),
        (["a hill"], "Missing option '-o'"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_sent(arguments: list[str], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_an_endpoint_gets_its_parameters_and_the_key_and_tells_the_tokens(tmp_path: Path) -> None:
    server, out = Counterpart(generated), tmp_path / "scene.png"
    options = ["--painter", "openai", "--negative", "trees", "--style", "vivid", "--quality", "low"]
    with serving(server.app) as url:
        where = ["--base-url", f"{url}/v1", "--api-key-env", "MY_KEY"]
        result = run("a hill", "-o", str(out), *options, *where, env={"MY_KEY": "sk-1"})
    assert (result.exit_code, result.stderr) == (0, f"image/png, 0.0 MB, 1234 tokens, in {out}\n")
    assert out.read_bytes() == image()
    prompt = "a hill\nStyle: vivid.\nNothing of this may be seen: trees."
    body = {"model": "gpt-image-2", "prompt": prompt, "n": 1, "size": "1792x1024", "quality": "low"}
    assert server.seen == [("/v1/images/generations", {**body, "output_format": "png"}, "Bearer sk-1")]


def test_another_servers_model_is_asked_for_base64_and_needs_no_key(tmp_path: Path) -> None:
    server = Counterpart(generated)
    with serving(server.app) as url:
        options = ["--painter", "openai", "--base-url", f"{url}/v1", "--model", "flux"]
        result = run("a hill", "-o", str(tmp_path / "a.png"), *options)
    assert result.exit_code == 0
    assert server.seen[0][1]["response_format"] == "b64_json"
    assert "output_format" not in server.seen[0][1]
    assert server.seen[0][2] is None


@pytest.mark.parametrize(
    ("model", "size", "asked"),
    [
        ("gpt-image-1-mini", (1792, 1024), (1536, 1024)),
        ("gpt-image-1.5", (64, 64), (1024, 1024)),
        ("gpt-image-1", (1024, 1792), (1024, 1536)),
        ("gpt-image-2", (1792, 1024), (1792, 1024)),
        ("gpt-image-12", (640, 480), (640, 480)),
        ("flux", (640, 480), (640, 480)),
    ],
)
def test_the_first_models_are_asked_for_the_likest_of_their_sizes(
    model: str, size: tuple[int, int], asked: tuple[int, int]
) -> None:
    assert size_for(model, *size) == asked


def endpoint(url: str, **settings: Any) -> ImagesEndpoint:
    return ImagesEndpoint(OpenAISettings(f"{url}/v1/", MODEL, backoff_s=0.01, **settings))


def test_a_busy_endpoint_is_asked_again() -> None:
    busy = failing(429, {"error": {"message": "slow down"}}, {"Retry-After": "0"})
    server = Counterpart(busy, failing(500, "?"), generated)
    with serving(server.app) as url:
        assert endpoint(url).paint(PaintOrder("a hill")).content == image()
    assert len(server.seen) == 3


def test_an_endpoint_that_stays_busy_is_unavailable() -> None:
    server = Counterpart(failing(503, {"error": {"message": "over capacity"}}))
    with serving(server.app) as url, pytest.raises(Unavailable) as failed:
        endpoint(url, retries=2).paint(PaintOrder("a hill"))
    assert str(failed.value) == f"{url}/v1: HTTP 503: over capacity (after 2 retries)"
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (failing(400, {"error": {"message": "blocked by\nmoderation"}}), "HTTP 400: blocked by moderation"),
        (failing(401, {"error": {"message": "bad key"}}), "HTTP 401: bad key; check OPENAI_API_KEY"),
        (
            failing(429, {"error": {"message": "no money", "code": "insufficient_quota"}}),
            "HTTP 429: no money",
        ),
    ],
)
def test_what_would_be_refused_again_is_asked_once(answer: Answer, sentence: str) -> None:
    server = Counterpart(answer)
    with serving(server.app) as url, pytest.raises(Refused) as refused:
        endpoint(url).paint(PaintOrder("a hill"))
    assert str(refused.value) == f"{url}/v1: {sentence}"
    assert len(server.seen) == 1


def test_a_wrong_key_is_told_by_the_name_it_was_given(tmp_path: Path) -> None:
    server = Counterpart(failing(401, {"error": {"message": "bad key"}}))
    with serving(server.app) as url:
        where = ["--painter", "openai", "--base-url", f"{url}/v1", "--api-key-env", "MY_KEY"]
        result = run("a hill", "-o", str(tmp_path / "a.png"), *where, env={"MY_KEY": "sk-1"})
    assert isinstance(result.exception, Refused)
    assert str(result.exception) == f"{url}/v1: HTTP 401: bad key; check MY_KEY"


def test_a_long_wait_is_told_instead_of_waited_for() -> None:
    server = Counterpart(failing(429, {"error": {"message": "later"}}, {"Retry-After": "3600"}))
    with serving(server.app) as url, pytest.raises(Unavailable, match="asks to wait 3600 s"):
        endpoint(url).paint(PaintOrder("a hill"))
    assert len(server.seen) == 1


@pytest.mark.parametrize("body", [{}, {"data": []}, {"data": [{"b64_json": "%%"}]}, {"data": [{"url": "x"}]}])
def test_an_answer_without_a_picture_is_an_error(body: dict[str, Any]) -> None:
    with (
        serving(Counterpart(failing(200, body)).app) as url,
        pytest.raises(SoulsgenError, match="did not reply as an images endpoint does"),
    ):
        endpoint(url).paint(PaintOrder("a hill"))


def test_an_answer_nested_too_deep_is_an_error() -> None:
    server = Counterpart(lambda _: Response("[" * 100_000, content_type="application/json"))
    with serving(server.app) as url, pytest.raises(SoulsgenError, match="nested too deep"):
        endpoint(url).paint(PaintOrder("a hill"))


def test_a_seed_is_refused_where_it_would_be_ignored() -> None:
    with pytest.raises(Refused) as refused:
        endpoint("http://127.0.0.1:1").paint(PaintOrder("a hill", seed=1, steps=2))
    assert str(refused.value) == "an OpenAI-compatible images endpoint takes no seed and no steps"


def test_no_endpoint_at_all_is_unavailable() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable, match="Connection refused"):
        endpoint(url, retries=0).paint(PaintOrder("a hill"))


def test_openai_without_a_key_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    result = run("a hill", "-o", str(tmp_path / "a.png"), "--painter", "openai", env={"OPENAI_BASE_URL": ""})
    assert isinstance(result.exception, SoulsgenError)
    assert str(result.exception) == (
        "https://api.openai.com/v1 wants a key: set OPENAI_API_KEY, or name another with --api-key-env"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_in_no_text_of_the_settings() -> None:
    assert "sk-1" not in repr(OpenAISettings(key="sk-1"))
