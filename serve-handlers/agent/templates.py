"""Messages to the text that a model was trained to go on with: its chat template, or a plain one."""

from typing import Any

from agent.prompts import Messages

# For a tokenizer that brings no template of its own, and where its model would play the user's part.
PLAIN_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)
PLAIN_STOPS = ("\nuser:", "\nassistant:", "\nsystem:")


class TemplateRefusal(ValueError):
    """A model's template does not take these messages; the message says what it said."""


def written(tokenizer: Any, messages: Messages) -> str:
    """The prompt. Raises TemplateRefusal.

    What one role says in a row is one message. Where the template (Gemma's, say) knows no system, its words
    stand before the user's. Models that think aloud are asked to answer at once.
    """
    from jinja2.exceptions import TemplateError

    joined = _joined(_harmless(tokenizer, messages))
    for form in (joined, _without_system(joined)):
        try:
            text = tokenizer.apply_chat_template(
                form, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        except TemplateError as error:
            refusal = str(error)
        else:
            return str(text)
    raise TemplateRefusal(f"the model's chat template does not take these messages: {refusal}")


def _harmless(tokenizer: Any, messages: Messages) -> Messages:
    """What someone said holds none of the template's marks: nobody ends a turn that is not theirs."""
    marks = [str(token) for token in tokenizer.added_tokens_decoder.values() if token.special]
    made: Messages = []
    for message in messages:
        content = message["content"]
        for mark in marks:
            content = content.replace(mark, " ")
        made.append({"role": message["role"], "content": content})
    return made


def _joined(messages: Messages) -> Messages:
    """Templates want turns."""
    joined: Messages = []
    for message in messages:
        if joined and joined[-1]["role"] == message["role"]:
            together = f"{joined[-1]['content']}\n\n{message['content']}"
            joined[-1] = {"role": message["role"], "content": together}
        else:
            joined.append(message)
    return joined


def _without_system(messages: Messages) -> Messages:
    system = [item["content"] for item in messages if item["role"] == "system"]
    first, *rest = [item for item in messages if item["role"] != "system"]
    return [{"role": first["role"], "content": "\n\n".join([*system, first["content"]])}, *rest]
