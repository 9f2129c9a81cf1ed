"""What a caller gets of drawn frames: the only one as it is, or all of them one after the other."""

from http import HTTPStatus

from animator.encoding import CONTENT_TYPES, FRAMES, framed
from animator.look import Look
from animator.stage import Fault, Frames
from handlerkit.media import Media
from handlerkit.rows import RowError

# A reply over TorchServe's max_response_size ends the worker; this is less.
MOST_BYTES = 60 << 20


def reply_of(answer: Frames | Fault, look: Look) -> Media | RowError:
    if isinstance(answer, Fault):
        return RowError(answer.status, answer.sentence)
    if sum(map(len, answer.files)) > MOST_BYTES:
        sentence = f"as {look.format} these frames are too large to send: ask for fewer at once, or for webp"
        return RowError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    headers = {"X-Size": f"{look.width} {look.height}", "X-Format": look.format}
    if len(answer.files) == 1:
        return Media(answer.files[0], CONTENT_TYPES[look.format], headers)
    headers["X-Frames"] = str(len(answer.files))
    return Media(framed(answer.files), FRAMES, headers)
