"""A generated line that a channel takes."""

from collections.abc import Callable

from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import TorchServe

TRIES = 5


def fitting_line(
    server: TorchServe, model: str, context: str | None, refusal: Callable[[str], str | None]
) -> str:
    """One line from `model`, asked for up to `TRIES` times until `refusal` finds nothing against it.

    Raises SoulsgenError when no line fits, or the model's reply holds no line.
    """
    payload = {} if context is None else {"context": context}
    reason = None
    for _ in range(TRIES):
        line = server.predict(model, payload).get("result")
        if not isinstance(line, str):
            raise SoulsgenError(f"{model} at {server.base} replied without a `result` string")
        line = line.strip()
        reason = refusal(line)
        if reason is None:
            return line
    raise SoulsgenError(f"{model} gave {TRIES} lines and none can be posted; of the last, {reason}")
