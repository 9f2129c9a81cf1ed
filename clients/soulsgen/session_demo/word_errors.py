"""How much of what was said stands in a transcript, where there is what it is measured with."""

from collections.abc import Sequence

from soulsgen.session.transcript import Line, in_order


def word_error_rate(said: Sequence[Line], heard: Sequence[Line]) -> float | None:
    """Errors a word after Whisper's normaliser: 0.05 is one word in twenty. None without jiwer.

    Speaker by speaker where `heard` knows them, else of all talk in its order.
    """
    try:
        from soulstrain.errors import TrainingError
        from soulstrain.speech.scoring import word_error_rate as rate
    except ModuleNotFoundError:
        return None
    known = {line.speaker for line in heard}
    named = sorted({line.speaker for line in said if line.speaker})
    groups: list[str | None] = [None] if known <= {None} else [*named]
    try:
        return rate([_text(said, name) for name in groups], [_text(heard, name) for name in groups])
    except TrainingError:
        return None


def _text(lines: Sequence[Line], speaker: str | None) -> str:
    return " ".join(line.text for line in in_order(lines) if speaker in (None, line.speaker))
