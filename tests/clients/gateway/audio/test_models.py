"""The list of models that OpenAI's clients ask for before anything else."""

import json
from pathlib import Path

from werkzeug.wrappers import Request, Response

from clients.gateway.audio.calls import ask, fault
from clients.gateway.opened import TOKEN, opened
from clients.loopback import free_port, serving
from clients.voice.tts_server import told
from soulsgen.gateway import Door


@Request.application
def behind(request: Request) -> Response:
    """TorchServe with tts alone; its description of a model is an OpenAPI document."""
    if (request.method, request.path) == ("OPTIONS", "/predictions/tts"):
        return told(200, {"openapi": "3.0.1", "info": {"title": "RESTful API for: tts"}})
    return told(404, {"code": 404, "type": "ModelNotFoundException", "message": "Model not found: asr"})


def test_the_archives_that_are_served_are_listed(key_file: Path) -> None:
    with serving(behind) as url, opened(Door(TOKEN, key_file, url, url)) as port:
        answer = ask(port, "GET", "/v1/models")
        assert fault(ask(port, "GET", "/v1/models", Authorization=""))[0] == 401
    tts = {"id": "tts", "object": "model", "created": 0, "owned_by": "soulsgen"}
    assert (answer.status, json.loads(answer.read())) == (200, {"object": "list", "data": [tts]})


def test_a_torchserve_that_is_not_there_serves_not_nothing(key_file: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with opened(Door(TOKEN, key_file, nobody)) as port:
        assert fault(ask(port, "GET", "/v1/models"))[0] == 503
