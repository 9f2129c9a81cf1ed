"""What a caller gets of drawn frames: the only one as it is, or all of them one after the other."""

from animator.encoding import CONTENT_TYPES, FRAMES, framed
from animator.look import Look
from animator.order import Fault, Frames
from handlerkit.media import Media
from handlerkit.rows import RowError


def reply_of(answer: Frames | Fault, look: Look) -> Media | RowError:
    if isinstance(answer, Fault):
        return RowError(answer.status, answer.sentence)
    headers = {"X-Size": f"{look.width} {look.height}", "X-Format": look.format}
    if len(answer.files) == 1:
        return Media(answer.files[0], CONTENT_TYPES[look.format], headers)
    headers["X-Frames"] = str(len(answer.files))
    return Media(framed(answer.files), FRAMES, headers)
