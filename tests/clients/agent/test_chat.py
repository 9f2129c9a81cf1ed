"""Chats as they come: the archive's lines, an endpoint's events, and what a terminal shows of them."""

import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Response, jsonify
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as Reply

from clients.agent.chat_server import ChatServer, error
from clients.loopback import hang_up, serving
from soulsgen.agent.answers import Answer, Source, Spent
from soulsgen.agent.chat_endpoint import ChatEndpoint
from soulsgen.agent.history import read_history
from soulsgen.agent.openai import OpenAIAgent
from soulsgen.agent.served import ServedAgent
from soulsgen.commands.chat import chat
from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.openai_endpoint import OpenAISettings
from soulsgen.torchserve import Endpoint, TorchServe
from waiting import LIMIT_S
from wire_pairs import wire_pairs

PAIRS = {pair.name: pair for pair in wire_pairs("stream_agent")}
RECORDED = PAIRS["stream_agent_chat"]
LINES = [f"{json.dumps(line, ensure_ascii=False)}\n" for line in RECORDED.reply["lines"]]
REPLY = RECORDED.reply["lines"][-1]["reply"]
WHERE = "Lantern (Goods 1, lore)"
ASKED = [{"role": "user", "content": "Who?"}]


class Archive:
    """TorchServe's side of a stream: `lines` as chunks, each when `gate` lets it."""

    def __init__(self, lines: Iterable[str] = LINES, breaks: bool = False) -> None:
        self.lines = list(lines)
        self.breaks = breaks
        self.bodies: list[dict[str, Any]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        self.bodies.append(json.loads(request.get_data()))
        if self.bodies[-1].get("op") == "chat" and self.lines:
            answer = Reply(self.chunks(environ), mimetype="application/x-ndjson")
        else:
            refused = PAIRS["stream_agent_refused"]
            answer = Reply(json.dumps(refused.reply), refused.status, mimetype="application/json")
        return answer(environ, start_response)

    def chunks(self, environ: Any) -> Iterator[str]:
        for line in self.lines:
            yield line
            self.gate.wait(LIMIT_S)
        if self.breaks:
            hang_up(environ)
            raise ConnectionError


def served(url: str, timeout_s: float = LIMIT_S) -> ServedAgent:
    return ServedAgent(TorchServe(Endpoint(host=url, retries=0, timeout_s=timeout_s)))


def asked(url: str, *words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(chat, [*words, "--host", url, "--retries", "0"], input=stdin)


def test_the_archives_pieces_come_before_it_is_done_and_the_sources_last() -> None:
    archive = Archive()
    archive.gate.clear()
    with serving(archive) as url:
        pieces = served(url).chat(ASKED)
        assert next(pieces) == "The keeper of Carrow lit this lantern."
        archive.gate.set()
        rest = list(pieces)
    assert rest[:-1] == [" It has burned since the tide went out."]
    text = RECORDED.reply["lines"][-1]["sources"][0]["text"]
    made = "The agent quotes the lore (tf-idf vectors) and writes no sentence of its own."
    assert rest[-1] == Answer(REPLY, (Source(text, WHERE),), (made,))
    assert archive.bodies == [{"op": "chat", "messages": ASKED, "stream": True}]


def test_the_last_line_is_enough_for_a_batch_that_goes_on() -> None:
    archive = Archive([LINES[-1]])
    archive.gate.clear()
    with serving(archive) as url:
        assert [piece.reply for piece in served(url).chat(ASKED) if isinstance(piece, Answer)] == [REPLY]
        archive.gate.set()


def test_what_a_language_model_left_out_is_told() -> None:
    whole = {"reply": "Hm.", "sources": [], "finish": "length", "dropped": 4, "engine": "causal"}
    with serving(Archive([json.dumps(whole)])) as url:
        answer = next(served(url).chat(ASKED))
    assert isinstance(answer, Answer)
    assert answer.notes[:2] == (
        "The 4 oldest messages did not fit into the model's context.",
        "The answer was cut at the most tokens that one may have.",
    )
    assert answer.notes[2].startswith("A language model on TorchServe wrote the answer")


@pytest.mark.parametrize(
    ("archive", "fault", "words"),
    [
        (Archive(LINES[:1], breaks=True), Unavailable, "broke off: the connection ended"),
        (Archive(LINES[:1]), Unavailable, "agent broke off its reply"),
        (Archive([LINES[0], '{"error": "the model failed"}\n']), Unavailable, "its reply: the model failed"),
        (Archive(["<html>\n"]), SoulsgenError, "a line that is no JSON object"),
        (Archive(['{"reply": "x"}\n']), SoulsgenError, "replied to chat with something else"),
        (Archive([]), Refused, "HTTP 400: request: unknown key 'stream'"),
    ],
)
def test_a_stream_that_breaks_off_is_no_answer(archive: Archive, fault: type, words: str) -> None:
    with serving(archive) as url, pytest.raises(fault, match=words):
        list(served(url).chat(ASKED))


def test_an_archive_that_falls_silent_is_given_up() -> None:
    archive, heard = Archive(), list[object]()
    archive.gate.clear()
    with serving(archive) as url:
        with pytest.raises(Unavailable) as given_up:
            heard.extend(served(url, timeout_s=1.0).chat(ASKED))
        archive.gate.set()
    # A machine that is busy may keep it silent from its first word on.
    words = r"broke off: (the server fell silent|a line is not whole)" if heard else "broke off|no answer"
    assert re.search(words, str(given_up.value))
    assert heard in ([], ["The keeper of Carrow lit this lantern."])


def events(*data: object, done: bool = True) -> Callable[[int, dict[str, Any]], Response]:
    written = [item if isinstance(item, str) else f"data: {json.dumps(item)}\n\n" for item in data]
    return lambda number, body: Response(
        iter([*written, *(["data: [DONE]\n\n"] if done else [])]), mimetype="text/event-stream"
    )


def delta(text: str | None, reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}]}


def endpoint(url: str, context_tokens: int = 16_000) -> OpenAIAgent:
    settings = OpenAISettings(f"{url}/v1", "tiny", None, timeout_s=LIMIT_S, retries=2, backoff_s=0.01)
    return OpenAIAgent(ChatEndpoint(settings), context_tokens)


def test_an_endpoints_events_are_pieces_and_its_tokens_are_counted() -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 3}}
    server = ChatServer(
        fault=events(
            ": ping\n\n", "event: x\n", delta(""), delta("灯 "), delta("burns."), delta(None, "stop"), usage
        )
    )
    with serving(server.app) as url:
        agent = endpoint(url)
        *pieces, answer = agent.chat(ASKED)
    assert pieces == ["灯 ", "burns."]
    assert isinstance(answer, Answer)
    assert (answer.reply, answer.sources) == ("灯 burns.", ())
    assert answer.notes == (f"tiny at {url}/v1 wrote it; it has not read the lore.",)
    assert agent.spent() == Spent(12, 3, None)
    assert server.bodies[0]["stream"] is True
    assert server.bodies[0]["stream_options"] == {"include_usage": True}
    assert [message["role"] for message in server.bodies[0]["messages"]] == ["system", "user"]


def test_an_endpoint_that_does_not_count_or_stream_is_taken_as_it_is() -> None:
    def picky(number: int, body: dict[str, Any]) -> Response | None:
        if "stream_options" in body:
            return error(400, "unrecognized field: stream_options")
        return None

    server = ChatServer("Ash.", fault=picky)
    with serving(server.app) as url:
        pieces = list(endpoint(url).chat(ASKED))
    assert pieces[0] == "Ash."
    assert len(server.bodies) == 2


def test_a_busy_endpoint_is_asked_again_until_its_stream_begins() -> None:
    stream = events(delta("Ash.", "stop"))
    server = ChatServer(fault=lambda number, body: error(503, "busy") if number < 2 else stream(number, body))
    with serving(server.app) as url:
        assert next(endpoint(url).chat(ASKED)) == "Ash."
    assert len(server.bodies) == 3


@pytest.mark.parametrize(
    ("answer", "fault", "words"),
    [
        (events(delta("Ash"), done=False), Unavailable, "broke off its reply"),
        (events(delta("Ash"), {"error": {"message": "out of\nmemory"}}), Unavailable, "out of memory"),
        (events(delta("Ash"), "data: {\n\n"), SoulsgenError, "did not stream as a chat endpoint does"),
        (events(delta("Ash", "content_filter")), Refused, "withheld the rest"),
        (events(delta(None, "stop")), SoulsgenError, "replied with no text"),
        (events(delta("x" * (9 << 20))), SoulsgenError, "more than 8 MB"),
        (lambda number, body: jsonify({"choices": []}), SoulsgenError, "did not reply as a chat endpoint"),
    ],
)
def test_a_stream_that_is_none_is_an_error(answer: Any, fault: type, words: str) -> None:
    server = ChatServer(fault=answer)
    with serving(server.app) as url, pytest.raises(fault, match=words):
        list(endpoint(url).chat(ASKED))
    assert len(server.bodies) == 1


def test_of_a_talk_longer_than_the_context_the_newest_messages_are_sent() -> None:
    server = ChatServer(fault=events(delta("Ash.", "stop")))
    said = [{"role": "user", "content": f"{number} " * 400} for number in range(10)]
    with serving(server.app) as url:
        answer = list(endpoint(url, context_tokens=3000).chat(said))[-1]
    sent = server.bodies[0]["messages"][1:]
    assert sent == said[-len(sent) :]
    assert 0 < len(sent) < 10
    assert isinstance(answer, Answer)
    assert answer.notes[0] == f"The {10 - len(sent)} oldest messages did not fit into the context."


def test_the_command_prints_the_reply_then_where_it_stands() -> None:
    with serving(Archive()) as url:
        result = asked(url, "Who?")
    assert result.exit_code == 0, result.output
    source = RECORDED.reply["lines"][-1]["sources"][0]
    assert result.stdout == f"{REPLY}\n\n{WHERE}\n  {source['text']}\n"
    assert result.stderr.startswith("The agent quotes the lore")


def test_the_command_prints_one_object_for_programs() -> None:
    with serving(Archive()) as url:
        told = json.loads(asked(url, "Who?", "--json").stdout)
    assert (told["reply"], told["sources"][0]["where"]) == (REPLY, WHERE)


def test_a_question_is_read_from_standard_input_and_an_empty_one_is_none() -> None:
    archive = Archive()
    with serving(archive) as url:
        assert asked(url, "-", stdin="Who lit it?\n").exit_code == 0
        empty = asked(url, "-", stdin=" \n")
    assert archive.bodies[0]["messages"][-1]["content"] == "Who lit it?"
    assert (empty.exit_code, len(archive.bodies)) == (2, 1)
    assert "the question is empty" in empty.stderr


def test_a_conversation_goes_on_in_its_file_and_a_broken_answer_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    first, second = Archive(), Archive(LINES[:1])
    with serving(first) as url:
        asked(url, "Who?", "--history", str(path))
        asked(url, "And why?", "--history", str(path))
    said = [
        {"role": "user", "content": "Who?"},
        {"role": "assistant", "content": REPLY},
        {"role": "user", "content": "And why?"},
    ]
    assert first.bodies[1]["messages"] == said
    assert read_history(path) == [*said, {"role": "assistant", "content": REPLY}]
    with serving(second) as url:
        assert asked(url, "When?", "--history", str(path)).exit_code != 0
    assert len(read_history(path)) == 4


def test_a_file_that_is_no_conversation_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "talk.jsonl"
    path.write_text('{"role": "user", "content": "Who?"}\n{"role": "king", "content": "I"}\n', "utf-8")
    with pytest.raises(SoulsgenError, match=r"talk.jsonl:2: role must be one of system, user, assistant"):
        read_history(path)


def test_a_models_words_do_not_steer_the_terminal() -> None:
    whole = {"reply": "A\x1b[2J\x07gate\r.", "sources": [], "engine": "causal"}
    with serving(Archive([json.dumps({"text": whole["reply"]}) + "\n", json.dumps(whole)])) as url:
        assert asked(url, "Who?").stdout == "A[2Jgate.\n"


def test_an_endpoint_answers_the_command_too() -> None:
    server = ChatServer(fault=events(delta("Ash "), delta("burns.", "stop")))
    with serving(server.app) as url:
        words = ("Name a tavern.", "--agent", "openai", "--model", "tiny", "--base-url", f"{url}/v1")
        result = asked("http://127.0.0.1:1", *words)
    assert (result.exit_code, result.stdout) == (0, "Ash burns.\n")
    assert "it has not read the lore" in result.stderr
