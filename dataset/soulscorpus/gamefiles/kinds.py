"""What a file is, told by its first bytes; names are not asked."""

from typing import Literal

from soulscorpus.gamefiles import bnd3, bnd4, dcx
from soulscorpus.gamefiles.fmg import looks_like_fmg
from soulscorpus.gamefiles.fmgxml import looks_like_fmgxml

Kind = Literal["fmg", "fmgxml", "bnd3", "bnd4", "dcx"]

HEAD_BYTES = 4096
"""How much of a file is enough to tell."""


def kind_of(data: bytes) -> Kind | None:
    """The kind of a file that begins with `data`, its first HEAD_BYTES or all; None for any other."""
    head = data[:HEAD_BYTES]
    if head.startswith(dcx.MAGIC):
        return "dcx"
    if head.startswith(bnd3.MAGIC):
        return "bnd3"
    if head.startswith(bnd4.MAGIC):
        return "bnd4"
    if looks_like_fmg(head):
        return "fmg"
    return "fmgxml" if looks_like_fmgxml(head) else None
