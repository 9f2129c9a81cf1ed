"""`soulsgen generate`: lines over real HTTP, kept as they come, resumed, never half a file."""

import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.wrappers import Request, Response

from clients.loopback import serving
from soulsgen.cli import soulsgen
from soulsgen.generation import Order
from soulsgen.part_file import PartFile
from waiting import LIMIT_S


class Server:
    """Replies `Line <seed>.`; refuses the seeds it is told to, and notes how many requests overlap."""

    def __init__(
        self, refused: Iterable[int] = (), answered: dict[int, Any] | None = None, company_s: float = 0.2
    ) -> None:
        self.refused = set(refused)
        self.answered = answered or {}
        self.seeds: list[int] = []
        self.under_way = 0
        self.most_under_way = 0
        self.company_s = company_s
        self.lock = threading.Lock()
        self.company = threading.Event()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        payload = json.loads(Request(environ).get_data())
        seed = payload["seed"]
        with self.lock:
            self.seeds.append(seed)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            if self.under_way > 1:
                self.company.set()
        self.company.wait(self.company_s)
        with self.lock:
            self.under_way -= 1
        if seed in self.refused:
            reply, status = {"error": f"no line for {seed}"}, 422
        else:
            reply, status = self.answered.get(seed, {"result": f"Line {seed}."}), 200
        return Response(json.dumps(reply), status, content_type="application/json")(environ, start_response)


def generate(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(soulsgen, ["generate", "--host", url, "--seed", "0", *arguments])


def test_lines_go_to_standard_output_in_order_and_words_to_standard_error() -> None:
    with serving(Server()) as url:
        result = generate(url, "--count", "5")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "Line 0.\nLine 1.\nLine 2.\nLine 3.\nLine 4.\n",
        "",
    )


def test_json_is_one_array() -> None:
    with serving(Server()) as url:
        result = generate(url, "--count", "2", "--json")
    assert json.loads(result.stdout) == ["Line 0.", "Line 1."]


def test_batch_size_requests_are_under_way_at_once_and_no_more() -> None:
    server = Server(company_s=LIMIT_S)
    with serving(server) as url:
        assert generate(url, "--count", "12", "--batch_size", "3").exit_code == 0
    assert server.most_under_way in (2, 3)
    assert sorted(server.seeds) == list(range(12))


def test_the_count_follows_from_the_corpus_and_the_share() -> None:
    with serving(Server()) as url:
        result = generate(url, "-s", "30", "-ss", "0.1")
    assert len(result.stdout.splitlines()) == 3


def test_a_refused_line_ends_the_run_in_words_and_is_never_written(tmp_path: Path) -> None:
    output = tmp_path / "lines.txt"
    with serving(Server(refused=[2])) as url:
        result = generate(url, "--count", "6", "--batch-size", "1", "-o", str(output))
        assert result.exit_code == 2
        assert result.stderr == f"Error: TorchServe at {url}: HTTP 422: no line for 2\n"
        assert [path.name for path in tmp_path.iterdir()] == ["lines.txt.part"]


def test_a_stopped_run_asks_only_for_what_is_missing(tmp_path: Path) -> None:
    output = tmp_path / "lines.txt"
    first, second = Server(refused=[3]), Server()
    with serving(first) as url:
        assert generate(url, "--count", "6", "--batch-size", "1", "-o", str(output)).exit_code == 2
    with serving(second) as url:
        result = generate(url, "--count", "6", "-o", str(output))
    assert result.exit_code == 0
    assert sorted(second.seeds) == [3, 4, 5]
    assert output.read_text("utf-8") == "".join(f"Line {number}.\n" for number in range(6))
    assert [path.name for path in tmp_path.iterdir()] == ["lines.txt"]


def test_a_part_file_that_a_crash_cut_short_is_gone_on_with(tmp_path: Path) -> None:
    output, part = tmp_path / "lines.txt", tmp_path / "lines.txt.part"
    with serving(Server(refused=[2])) as url:
        generate(url, "--count", "4", "--batch-size", "1", "-o", str(output))
    part.write_bytes(part.read_bytes() + b'[2, "Half a li')
    second = Server()
    with serving(second) as url:
        assert generate(url, "--count", "4", "-o", str(output)).exit_code == 0
    assert sorted(second.seeds) == [2, 3]
    assert output.read_text("utf-8").splitlines()[2] == "Line 2."


def test_a_part_file_of_other_options_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "lines.txt"
    with serving(Server(refused=[1])) as url:
        generate(url, "--count", "4", "-o", str(output))
        before = (tmp_path / "lines.txt.part").read_bytes()
        result = generate(url, "--count", "4", "--temperature", "0.5", "-o", str(output))
    assert result.exit_code == 1
    assert "was begun with other options" in result.stderr
    assert (tmp_path / "lines.txt.part").read_bytes() == before


@pytest.mark.parametrize("reply", [{}, {"result": ""}, {"result": 5}])
def test_a_reply_without_a_line_is_an_error_and_not_a_line(reply: dict) -> None:
    with serving(Server(answered={0: reply})) as url:
        result = generate(url, "--count", "1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: souls replied without a line in `result`\n"


def test_a_line_break_inside_a_line_does_not_make_two() -> None:
    with serving(Server(answered={0: {"result": "One\nline."}})) as url:
        assert generate(url, "--count", "1").stdout == "One line.\n"


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    output = tmp_path / "lines.txt"
    with PartFile(output, Order(count=2, seed=0)), serving(Server()) as url:
        result = generate(url, "--count", "2", "-o", str(output))
    assert result.exit_code == 1
    assert result.stderr == f"Error: {output}.part is being written by another run; wait for it\n"


def test_a_file_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with serving(Server()) as url:
        result = generate(url, "-o", str(tmp_path / "file" / "lines.txt"))
    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path / 'file'}: File exists\n"


def test_json_goes_to_standard_output_alone(tmp_path: Path) -> None:
    result = generate("http://127.0.0.1:1", "--json", "-o", str(tmp_path / "a.json"))
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
