"""Any OpenAI-compatible images endpoint, with the parameters of the gpt-image family.

Source: the reference of POST /images/generations, https://platform.openai.com/docs/api-reference/images/create.
It takes neither a negative prompt nor a seed: what shall not be seen is said in words, a seed is refused.
"""

import base64
import binascii
from typing import Any

from soulsgen.errors import Refused, SoulsgenError
from soulsgen.openai_endpoint import OpenAIEndpoint, OpenAISettings
from soulsgen.painting import Painted, PaintOrder, picture
from soulsgen.reply import json_of

MODEL = "gpt-image-2"
# A picture takes longer than words do.
LEAST_TIMEOUT_S = 300.0
_MOST_BYTES = 64 << 20
# The first models of the family paint in these sizes alone; later ones in any of multiples of 16.
_FIRST_MODELS = ("gpt-image-1", "gpt-image-1-", "gpt-image-1.")
_FIRST_SIZES = ((1024, 1024), (1536, 1024), (1024, 1536))


class ImagesEndpoint:
    """One model of an endpoint; a `soulsgen.painting.Painter`.

    quality: low, medium, high, or whatever the endpoint knows; None leaves it to it.
    """

    def __init__(self, settings: OpenAISettings, quality: str | None = None) -> None:
        self.model = settings.model
        self.quality = quality
        self.endpoint = OpenAIEndpoint(settings, _MOST_BYTES)

    def paint(self, order: PaintOrder) -> Painted:
        return self._painted(self.endpoint.post("images/generations", self.body(order)))

    def body(self, order: PaintOrder) -> dict[str, Any]:
        """The request. Raises Refused for what the endpoint has no parameter for."""
        unknown = [name for name in ("seed", "steps") if getattr(order, name) is not None]
        if unknown:
            raise Refused(f"an OpenAI-compatible images endpoint takes no {' and no '.join(unknown)}")
        width, height = size_for(self.model, order.width, order.height)
        prompt = order.prompt + (f"\nStyle: {order.style}." if order.style else "")
        prompt += f"\nNothing of this may be seen: {order.negative}." if order.negative else ""
        quality = {"quality": self.quality} if self.quality else {}
        of_family = "gpt-image" in self.model
        form = {"output_format": "png"} if of_family else {"response_format": "b64_json"}
        return {
            "model": self.model,
            "prompt": prompt,
            "n": 1,
            "size": f"{width}x{height}",
            **quality,
            **form,
        }

    def _painted(self, content: bytes) -> Painted:
        base = self.endpoint.base
        try:
            body = json_of(content)
            data = base64.b64decode(body["data"][0]["b64_json"], validate=True)
        except (ValueError, KeyError, IndexError, TypeError, binascii.Error) as error:
            raise SoulsgenError(f"{base} did not reply as an images endpoint does ({error!r})") from error
        usage = body.get("usage")
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else 0
        return picture(data, base, tokens if isinstance(tokens, int) else 0)


def size_for(model: str, width: int, height: int) -> tuple[int, int]:
    """The size to ask `model` for: of the few that the first models paint in, the one of the likest shape."""
    if model != _FIRST_MODELS[0] and not model.startswith(_FIRST_MODELS[1:]):
        return width, height
    return min(_FIRST_SIZES, key=lambda size: abs(size[0] / size[1] - width / height))
