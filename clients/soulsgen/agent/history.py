"""A conversation in a file: {"role", "content"} a line, oldest first."""

import json
from pathlib import Path

from soulsgen.agent.answers import Messages
from soulsgen.errors import SoulsgenError
from soulsgen.files import write_text

_ROLES = ("system", "user", "assistant")


def read_history(path: Path) -> Messages:
    """Of a file that is not there: nothing. Raises SoulsgenError naming the line that is no message."""
    if not path.exists():
        return []
    messages: Messages = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            message = json.loads(line)
            role, content = message["role"], message["content"]
        except (ValueError, KeyError, TypeError) as error:
            raise SoulsgenError(f'{path}:{number}: is not {{"role", "content"}} ({error!r})') from error
        if role not in _ROLES or not isinstance(content, str):
            raise SoulsgenError(f"{path}:{number}: role must be one of {', '.join(_ROLES)}, content a string")
        messages.append({"role": role, "content": content})
    return messages


def write_history(path: Path, messages: Messages) -> None:
    write_text(path, "".join(f"{json.dumps(message, ensure_ascii=False)}\n" for message in messages))
