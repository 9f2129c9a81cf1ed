"""A chat endpoint's server-sent events to pieces of text, and to the tokens that they took."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from soulsgen.errors import Refused, SoulsgenError, Unavailable
from soulsgen.reply import brief, json_of


@dataclass(frozen=True)
class Counted:
    """Tokens of a whole talk."""

    tokens_in: int
    tokens_out: int


def read_events(lines: Iterable[bytes], base: str) -> Iterator[str | Counted]:
    """Text as it comes, and its tokens where the endpoint counts them; comments and other events are skipped.

    Raises Unavailable for a stream that neither ends a choice nor says [DONE], Refused for one withheld.
    """
    done = False
    for line in lines:
        name, _, data = line.partition(b":")
        if name != b"data":
            continue
        if data.strip() == b"[DONE]":
            return
        event = _event(data, base)
        if text := _text(event):
            yield text
        if counted := _counted(event):
            yield counted
        done = done or _ended(event, base)
    if not done:
        raise Unavailable(f"{base} broke off its reply")


def _event(data: bytes, base: str) -> dict[str, Any]:
    try:
        event = json_of(data)
    except ValueError as error:
        raise SoulsgenError(f"{base} did not stream as a chat endpoint does ({error})") from error
    if not isinstance(event, dict):
        raise SoulsgenError(f"{base} did not stream as a chat endpoint does ({type(event).__name__})")
    if fault := event.get("error"):
        words = fault.get("message", fault) if isinstance(fault, dict) else fault
        raise Unavailable(f"{base} broke off its reply: {brief(words)}")
    return event


def _choice(event: dict[str, Any]) -> dict[str, Any]:
    """The first one; an event with the tokens alone has none."""
    choices = event.get("choices") or [{}]
    return choices[0] if isinstance(choices, list) and isinstance(choices[0], dict) else {}


def _text(event: dict[str, Any]) -> str:
    text = (_choice(event).get("delta") or {}).get("content")
    return text if isinstance(text, str) else ""


def _counted(event: dict[str, Any]) -> Counted | None:
    usage = event.get("usage")
    if not isinstance(usage, dict):
        return None
    tokens = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
    return Counted(*(value if isinstance(value, int) else 0 for value in tokens))


def _ended(event: dict[str, Any], base: str) -> bool:
    reason = _choice(event).get("finish_reason")
    if reason == "content_filter":
        raise Refused(f"{base} withheld the rest of its reply (content filter)")
    return bool(reason)
