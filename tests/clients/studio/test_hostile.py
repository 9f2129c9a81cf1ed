"""Callers who mean harm, or do not know what they send; and a crowd."""

import asyncio
import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from clients.studio.archived import ANNA, png
from clients.studio.opened import House, opened
from soulsgen.studio.forms import MOST_FILE_BYTES, MOST_FILES
from waiting import LIMIT_S, wait_until

ID = "00000000-0000-4000-8000-000000000000"


def sent(house: House, name: str, body: bytes | str, **headers: str) -> tuple[int, str]:
    answer = requests.post(
        f"{house.url}/api/avatar/{name}",
        data=body,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        timeout=LIMIT_S,
    )
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "the body is no JSON"),
        (b"\xff\xfe", 400, "the body is no JSON"),
        (b"[" * 100_000, 400, "the body is no JSON"),
        (b'{"instance_id": "\\ud800"}', 400, "the body is no JSON"),
        (b"[]", 400, "the body must be a JSON object"),
        (b"null", 400, "the body must be a JSON object"),
        (b"{}", 400, '"instance_id" is required'),
        (b'{"instance_id": 3}', 400, '"instance_id" is required'),
        (b'{"instance_id": ["x"]}', 400, '"instance_id" is required'),
        (json.dumps({"instance_id": ID}), 404, f"there is no avatar instance '{ID[:40]}'"),
        (json.dumps({"instance_id": "x" * 100_000}), 404, f"there is no avatar instance '{'x' * 40}'"),
        (b" " * (5 << 20), 413, "Maximum request body size 4194304 exceeded"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, bytes | str) else None,
)
def test_a_body_that_is_none_is_refused_everywhere(body: bytes | str, status: int, words: str) -> None:
    with opened() as house:
        for name in ("start", "set_emotion", "set_overrides", "load_animator_settings", "speak"):
            told = sent(house, name, body)
            assert (told[0], told[1][: len(words)]) == (status, words), name
        assert house.said == []


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999", "true", "[]", '"1"', "-1e308"])
def test_numbers_that_are_none_hold_nothing(value: str) -> None:
    with opened() as house:
        name = house.load()
        for table in (
            f'"overrides": {{"head_x_index": {value}}}',
            f'"animator_settings": {{"target_fps": {value}}}',
        ):
            call = "set_overrides" if "overrides" in table else "load_animator_settings"
            assert sent(house, call, f'{{"instance_id": "{name}", {table}}}')[0] == 400, table
        assert house.state(name)["held"] == {}
        assert house.said == []


def test_a_form_that_is_none_is_refused() -> None:
    form = "multipart/form-data; boundary=x"
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    nested = b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=y'
    with opened() as house:
        for body, kind, status in (
            (b"file", "text/plain", 400),
            (b"", form, 400),
            (b"file", form, 400),
            (part + b"cut off", form, 400),
            (b"--x\r\n\r\nno name\r\n--x--\r\n", form, 400),
            (nested + b"\r\n\r\n--y\r\n\r\nz\r\n--y--\r\n--x--\r\n", form, 400),
            (b"--x\r\n" + b"a" * 100_000 + b": b\r\n\r\n--x--\r\n", form, 400),
            (b"", "multipart/form-data", 400),
            (b'{"character": ["anna"]}', "application/json", 400),
            (b'{"character": null}', "application/json", 400),
        ):
            assert sent(house, "load", body, Content_Type=kind)[0] == status, (body[:50], kind)
        assert house.get("instances").json()["instances"] == []
        assert house.said == []


def test_a_form_that_is_too_large_is_refused_before_it_is_read_whole() -> None:
    with opened() as house:
        large = house.upload(file=bytes(MOST_FILE_BYTES + 1))
        assert (large.status_code, large.json()) == (413, {"error": "file is larger than 16 MB"})
        many = house.upload(**{f"cel{number}": b"" for number in range(MOST_FILES + 1)})
        assert (many.status_code, many.json()) == (400, {"error": "the form has more than 64 parts"})
        told = sent(
            house,
            "load",
            b"",
            Content_Type="multipart/form-data; boundary=x",
            Content_Length=str(100 << 20),
        )
        assert told == (413, "the form is larger than 64 MB")


def test_other_methods_and_paths_are_refused_in_json() -> None:
    with opened() as house:
        answer = requests.delete(f"{house.url}/api/avatar/start", timeout=LIMIT_S)
        assert (answer.status_code, answer.json()) == (405, {"error": "Method Not Allowed"})
        answer = requests.get(f"{house.url}/api/avatar/../../etc/passwd", timeout=LIMIT_S)
        assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


def test_six_hundred_viewers_are_five_hundred_and_the_others_are_told() -> None:
    with enough_files(4000), opened() as house:
        name = house.load()
        wait_until(lambda: house.state(name)["frame"])
        house.post("stop", {"instance_id": name})
        statuses = asyncio.run(crowd(house, name, 600))
        assert statuses == {b"200": 500, b"503": 100}
        wait_until(lambda: house.studio._viewers.count == 0)
        assert house.get("frame", params={"instance_id": name}).status_code == 200
        assert house.upload(file=png(ANNA)).status_code == 200
        assert house.said == []


async def crowd(house: House, instance_id: str, count: int) -> dict[bytes, int]:
    """How many viewers got which status; all stay until the last one came, and vanish together."""
    path = f"/api/avatar/result_feed?instance_id={instance_id}"
    statuses: dict[bytes, int] = {}
    writers = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        status = (await reader.readline()).split()[1]
        statuses[status] = statuses.get(status, 0) + 1
        writers.append(writer)
    for writer in writers:
        writer.transport.abort()
    return statuses


@contextmanager
def enough_files(count: int) -> Iterator[None]:
    """Both sides of every connection are this process's."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard) if hard >= 0 else count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
