"""`soulsgen evaluate`: lines over real HTTP, weights from disk, a report, and a verdict that ends a job."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clients.loopback import serving
from clients.test_generate import Server
from soulsgen.cli import soulsgen
from soulsgen.evaluation import Judged
from soulstrain.judge import judge
from tiny_corpus import make_corpus, make_gpt2

LIMITS = {"perplexity": 90.0, "copied": 0.1, "distinct": 0.5}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = make_corpus(tmp_path / "corpus")
    text = (folder / "corpus.train.txt").read_text("utf-8")
    (folder / "corpus.raw.txt").write_text(text, "utf-8")
    (folder / "items.jsonl").write_text("", "utf-8")
    return folder


def evaluate(url: str, corpus: Path, *arguments: str | Path) -> Result:
    out = corpus.parent / "report.html"
    command = ["evaluate", "--host", url, "--seed", "0", "--corpus", corpus, "-o", out, "-n", "6", *arguments]
    return CliRunner().invoke(soulsgen, [str(argument) for argument in command])


def test_the_figures_are_held_against_the_limits() -> None:
    good = {"perplexity": 90.0, "copied": 0.0, "distinct": 0.5}
    assert Judged(good, LIMITS).faults == []
    bad = {"perplexity": 91.0, "copied": 0.25, "distinct": 0.4}
    assert Judged(bad, LIMITS).faults == [
        "perplexity is 91, at most 90 is allowed",
        "copied is 0.25, at most 0.1 is allowed",
        "distinct is 0.4, at least 0.5 is required",
    ]
    assert Judged({"perplexity": float("nan")}, {"perplexity": 90.0}).faults


def test_lines_report_and_figures_come_of_one_command(corpus: Path) -> None:
    weights = make_gpt2(corpus.parent / "weights")
    copied = (corpus / "corpus.raw.txt").read_text("utf-8").splitlines()[0]
    with serving(Server(answered={0: {"result": copied}})) as url:
        result = evaluate(url, corpus, "--weights", weights, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["faults"] == []
    # Six lines, one of the corpus; an untrained model spreads its guesses over its 320 tokens or so.
    assert told["figures"]["copied"] == pytest.approx(1 / 6)
    assert 200 < told["figures"]["perplexity"] < 500
    assert told["figures"]["unknown"] > 0.2
    lines = (corpus.parent / "report.lines.txt").read_text("utf-8").splitlines()
    assert lines == [copied, *(f"Line {number}." for number in range(1, 6))]
    assert "<html" in (corpus.parent / "report.html").read_text("utf-8")


def test_a_limit_that_is_not_kept_ends_with_status_1_and_the_report_is_there(corpus: Path) -> None:
    with serving(Server()) as url:
        result = evaluate(url, corpus, "--weights", "nowhere", "--max-copied", "0", "--min-distinct", "0.99")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no weights in nowhere: no perplexity\n" in result.stderr
    assert "Error: souls is not fit to publish: distinct is " in result.stderr
    assert (corpus.parent / "report.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--weights", "nowhere", "--max-perplexity", "90"), "needs weights, and nowhere is not a folder"),
        (
            ("--corpus", "nowhere", "--weights", "nowhere"),
            "nowhere is no corpus; `soulsgen create corpus` makes one",
        ),
    ],
)
def test_what_is_missing_is_said_before_a_line_is_asked_for(
    arguments: tuple[str, ...], sentence: str, corpus: Path
) -> None:
    server = Server()
    with serving(server) as url:
        result = evaluate(url, corpus, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert server.seeds == []


def test_a_run_that_was_cut_off_goes_on_where_it_was(corpus: Path) -> None:
    with serving(Server(refused=[3])) as url:
        assert evaluate(url, corpus, "--weights", "nowhere", "-b", "1").exit_code != 0
    server = Server()
    with serving(server) as url:
        assert evaluate(url, corpus, "--weights", "nowhere", "-b", "1").exit_code == 0
    assert min(server.seeds) == 3


def test_perplexity_is_that_of_the_library_over_every_token_of_the_test_split(corpus: Path) -> None:
    import torch
    from transformers import AutoTokenizer, GPT2LMHeadModel

    weights = make_gpt2(corpus.parent / "weights")
    judged = judge(weights, corpus)
    model, tokenizer = GPT2LMHeadModel.from_pretrained(weights).eval(), AutoTokenizer.from_pretrained(weights)
    nats, tokens = 0.0, 0
    for line in (corpus / "corpus.test.txt").read_text("utf-8").splitlines():
        ids = torch.tensor([tokenizer.encode(f"<s>{line}</s>")])
        nats += model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
        tokens += ids.shape[1] - 1
    assert (judged.sentences, judged.tokens) == (12, tokens)
    assert judged.loss == pytest.approx(nats / tokens, rel=1e-5)
