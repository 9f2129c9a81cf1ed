"""Keys and tokens as they are given: often the content of a file, with its line break."""

import re

from soulsgen.errors import SoulsgenError

_FIT = re.compile(r"[ -~]+")


def secret(name: str, value: str | None) -> str | None:
    """`value` without the blanks around it; None for nothing.

    Raises SoulsgenError, with `name` and not the value, for what no HTTP header can hold: the libraries
    below would repeat all of it in their own words.
    """
    stripped = (value or "").strip()
    if stripped and not _FIT.fullmatch(stripped):
        raise SoulsgenError(
            f"{name} holds a line break, a control character or a letter that is not ASCII; set it anew"
        )
    return stripped or None
