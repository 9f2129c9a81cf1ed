"""What a caller gets of drawn frames: the only one as it is, or all of them one after the other."""

from animator.encoding import CONTENT_TYPES, FRAMES, framed
from animator.look import Look
from animator.order import Fault, Frames
from handlerkit.media import Media
from handlerkit.rows import RowError


def reply_of(answer: Frames | Fault, look: Look) -> Media | RowError:
    if isinstance(answer, Fault):
        return RowError(answer.status, answer.sentence)
    count = len(answer.files)
    headers = {
        "X-Size": f"{look.width} {look.height}",
        "X-Format": look.format,
        "X-Draw-Ms": f"{answer.draw_s / count * 1000:.1f}",
        "X-Encode-Ms": f"{answer.encode_s / count * 1000:.1f}",
    }
    if count == 1:
        return Media(answer.files[0], CONTENT_TYPES[look.format], headers)
    headers["X-Frames"] = str(count)
    return Media(framed(answer.files), FRAMES, headers)
