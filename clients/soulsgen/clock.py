"""Seconds as people and subtitle formats write them.

Both raise SoulsgenError for what is no finite number: times come out of replies and files.
"""

from soulsgen.errors import SoulsgenError
from soulsgen.reply import brief, number


def clock(seconds: float) -> str:
    """`0:12:03`; hours go on past a day."""
    whole = int(max(0.0, _finite(seconds)))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def timestamp(seconds: float, point: str) -> str:
    """`00:12:03.250` with the decimal mark that the format wants."""
    milliseconds = round(max(0.0, _finite(seconds)) * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{rest:03}"


def _finite(seconds: float) -> float:
    try:
        return number(seconds)
    except ValueError as error:
        told = brief(repr(seconds))
        raise SoulsgenError(
            f"{told} is no time in seconds; the reply or file that holds it is damaged"
        ) from error
