"""One JSON line a request on the worker's standard output: sizes and timings, never what was said."""

import json
import logging
import re
from http import HTTPStatus
from typing import Any

REQUEST_ID_HEADER = "X-Request-Id"
# An id from outside goes into a log: nothing that could forge a line or fill a disk.
_SAFE_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")

logger = logging.getLogger("soulsgen.request")


def request_id(context: Any, index: int) -> str:
    """The caller's X-Request-Id when it is safe to log, else TorchServe's own id."""
    given = context.get_request_header(index, REQUEST_ID_HEADER) or ""
    return given if _SAFE_ID.fullmatch(given) else str(context.get_request_id(index))


def log_request(
    context: Any, index: int, status: HTTPStatus, bytes_in: int, bytes_out: int, seconds: float, batch: int
) -> None:
    """`seconds` is the batch's time in the handler, `batch` how many rows it had."""
    entry = {
        "request_id": request_id(context, index),
        "model": context.model_name,
        "status": status.value,
        "bytes_in": bytes_in,
        "bytes_out": bytes_out,
        "seconds": round(seconds, 4),
        "batch": batch,
    }
    logger.info(json.dumps(entry))
