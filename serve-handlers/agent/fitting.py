"""A talk into a model's context: the oldest messages go first, then the passages that fit least."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.answers import Passage, Refusal
from agent.language_model import LanguageModel
from agent.prompts import Messages, chat_messages
from agent.settings import ChatRequest, Message
from agent.templates import TemplateRefusal

# Tokens that a template puts around a message, at least.
_AROUND = 3


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is asked of the model, with the passages that are in it; `dropped` messages are not."""

    messages: Messages
    passages: tuple[Passage, ...]
    dropped: int


def fitted(
    model: LanguageModel, request: ChatRequest, passages: Sequence[Passage], room: int
) -> Fitted | Refusal:
    """At most `room` tokens. The last message and the caller's system messages stay whole."""
    told, talk = list(passages), [message for message in request.messages if message.role != "system"]
    system = [message for message in request.messages if message.role == "system"]
    messages = len(talk)
    while True:
        prompt = chat_messages((*system, *talk), told)
        try:
            over = model.length(prompt) - room
        except TemplateRefusal as refusal:
            return Refusal(str(refusal))
        if over <= 0:
            return Fitted(prompt, tuple(told), messages - len(talk))
        if len(talk) > 1:
            talk = _newer(model, talk, over)
        elif told:
            told.pop()
        else:
            return Refusal(f"the message is {over} tokens too long for the model's context")


def _newer(model: LanguageModel, talk: Sequence[Message], over: int) -> list[Message]:
    """`talk` without its oldest messages of `over` tokens together; it begins with the user's, as it must."""
    left = list(talk)
    while len(left) > 1 and (over > 0 or left[0].role != "user"):
        over -= model.size(left.pop(0).content) + _AROUND
    return left
