"""What the decoder is given before it writes: earlier text and names, then language, task and timestamps."""

from collections.abc import Sequence

from asr.settings import Request
from asr.vocabulary import Vocabulary
from handlerkit.checks import SettingsError

# A language's name where a model knows only one and does not name it (`whisper-tiny.en`).
ONLY_LANGUAGE = "en"


def check(vocabulary: Vocabulary, request: Request) -> None:
    """Raise SettingsError for a language or task that this model does not know."""
    known = list(vocabulary.languages) or [ONLY_LANGUAGE]
    if request.language is not None and request.language not in known:
        raise SettingsError(
            f"language {request.language!r} is not one this model knows: {', '.join(sorted(known))}"
        )
    if request.task == "translate" and "translate" not in vocabulary.tasks:
        raise SettingsError("this model has no task 'translate'; leave task out")


def start(vocabulary: Vocabulary, language: str, task: str, timestamps: bool) -> tuple[int, ...]:
    """Ids from the begin token to the last one before text."""
    ids = [vocabulary.begin]
    if language in vocabulary.languages:
        ids.append(vocabulary.languages[language])
        ids += [vocabulary.tasks[task]] if task in vocabulary.tasks else []
    if not timestamps and vocabulary.no_timestamps is not None:
        ids.append(vocabulary.no_timestamps)
    return tuple(ids)


def context(vocabulary: Vocabulary, prompt: str, hotwords: Sequence[str]) -> tuple[int, ...]:
    """The previous-context token, names and prompt; empty without either or without such a token.

    At most half the decoder's window, its end kept, as in the reference implementation: the words nearest
    to the transcript weigh most, so the prompt comes last.
    """
    names = ", ".join(word.strip() for word in hotwords if word.strip())
    text = ". ".join(part for part in (names, prompt.strip()) if part)
    if not text or vocabulary.previous is None:
        return ()
    room = vocabulary.positions // 2 - 1
    ids = vocabulary.encode(f" {text}")
    return (vocabulary.previous, *ids[max(0, len(ids) - room) :])
