"""The THA4 teacher, out of a checkout's own serve-handlers: no other command has a use for them here."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from soulsgen.errors import SoulsgenError
from soulsgen.project import find_project

if TYPE_CHECKING:
    import torch

    from animator.tha4.teacher import Teacher


def tha4_teacher(weights: Path, picture: Path, layers: Path | None, device: "torch.device") -> "Teacher":
    """Raises SoulsgenError outside a checkout, and for weights or pictures that are missing or unfit."""
    try:
        handlers = str(find_project().handlers)
    except SoulsgenError as error:
        raise SoulsgenError(f"--teacher needs the networks of serve-handlers: {error}") from error
    if handlers not in sys.path:
        sys.path.append(handlers)
    from animator.picture import CharacterError
    from animator.tha4.teacher import read_teacher

    try:
        return read_teacher(weights, picture, layers, device)
    except CharacterError as error:
        raise SoulsgenError(str(error)) from error
