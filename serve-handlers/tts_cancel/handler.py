"""TorchServe's edge for cancels: a worker that speaks nothing, and so is always free to take one.

TorchServe gives a request to a free worker alone, and a worker that streams is free when it has spoken. A
cancel sent to the voice itself waits for that; one sent here leaves its mark at once.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from handlerkit.batch import Answer, answer_batch
from handlerkit.checks import SettingsError
from handlerkit.rows import Row, RowError, json_object
from tts.cancelling import marks_beside, read_cancel


class CancelHandler:
    """Body: {"id"} of an utterance; "op" may be "cancel", as the voice wants it."""

    def initialize(self, context: Any) -> None:
        self.marks = marks_beside(Path(context.system_properties["model_dir"]))

    def handle(self, data: list[Row], context: Any) -> list[bytes]:
        """Replies for a batch; see `handlerkit.batch.answer_batch`."""
        return answer_batch(data, context, self._id, self._replies)

    def _id(self, row: Row) -> str:
        try:
            return read_cancel(json_object(row))
        except SettingsError as error:
            raise RowError(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _replies(self, ids: list[str]) -> list[Answer]:
        return [{"id": one, "speaking": self.marks.cancel(one)} for one in ids]
