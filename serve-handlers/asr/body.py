"""A row's body to its audio and its request: JSON with base64, or the audio's own bytes.

TorchServe has decoded a body of type application/json; any other arrives as bytes, and so does one field of
a multipart form, under its name: `data` and `body` are read, others are refused.
"""

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from asr.settings import Request, parse_request
from asr.sound import AudioFault, Samples, decode
from handlerkit.checks import SettingsError
from handlerkit.rows import Row, RowError, json_object


def read(row: Row, max_seconds: float) -> tuple[Request, Samples]:
    """Raises RowError (400) whose sentence says what is wrong with the audio or the settings."""
    try:
        content, settings = _parts(row)
        request = parse_request(settings)
        return request, decode(content, max_seconds)
    except (SettingsError, AudioFault) as error:
        raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error


def _parts(row: Row) -> tuple[bytes | bytearray, Mapping[str, Any]]:
    body = row.get("body") if row.get("data") is None else row["data"]
    # No container of audio begins with a brace: it is JSON that came as something else, or is malformed.
    if isinstance(body, bytes | bytearray) and not body[:64].lstrip().startswith(b"{"):
        return body, {}
    settings = dict(json_object(row))
    audio = settings.pop("audio", None)
    if not isinstance(audio, str) or not audio:
        raise AudioFault(
            "audio must be a string of base64 in a JSON object; or send the file itself, "
            "with a Content-Type such as audio/wav"
        )
    try:
        return base64.b64decode(audio, validate=True), settings
    except (binascii.Error, ValueError) as error:
        raise AudioFault(f"audio is not base64: {error}") from error
