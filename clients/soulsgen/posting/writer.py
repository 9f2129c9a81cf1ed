"""A line of the model's that every channel can take and none has had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from soulsgen.channels.line import fitting_line
from soulsgen.channels.post import Limits
from soulsgen.errors import Refused
from soulsgen.ledger.likeness import repeated
from soulsgen.posting.share import share_of
from soulsgen.torchserve import Endpoint, TorchServe

# By channel: what went there, as pairs of text and slot.
Sent = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Writer:
    """Asks `model` at `endpoint`, which is not connected to before a line is wanted."""

    endpoint: Endpoint
    model: str
    context: str | None = None
    allow_url: bool = False

    def line(self, limits: Mapping[str, Limits], sent: Sent) -> str:
        """Raises as `fitting_line` does."""

        def refusal(line: str) -> str | None:
            reasons = (
                self._refusal(line, name, channel, sent.get(name, ())) for name, channel in limits.items()
            )
            return next((reason for reason in reasons if reason), None)

        return fitting_line(TorchServe(self.endpoint), self.model, self.context, refusal)

    def _refusal(
        self, line: str, channel: str, limits: Limits, sent: Sequence[tuple[str, str]]
    ) -> str | None:
        try:
            text = share_of(channel, limits, line, allow_url=self.allow_url).text
        except Refused as error:
            return str(error)
        return repeated(text, sent)
