"""Whisper's token scheme over single characters: ids 0 to 255 are bytes, then its specials in its order.

The order matters to those who load the checkpoint: `<|nospeech|>` stands before `<|notimestamps|>`, and the
timestamps come last, one for every 0.02 s of the window.
"""

from typing import Any

from soulstrain.speech.mel import SECONDS

END = 256
(START, ENGLISH, TRANSLATE, TRANSCRIBE, LM, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS, TIME) = range(257, 266)
SPECIALS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
STEP_S = 0.02
TIMES = round(SECONDS / STEP_S) + 1
SIZE = TIME + TIMES
LONGEST = 256  # tokens, half of them for a prompt


def time_token(seconds: float) -> int:
    """The timestamp nearest to `seconds` of the window."""
    return TIME + min(max(round(seconds / STEP_S), 0), TIMES - 1)


def make_tokenizer() -> Any:
    """A `WhisperTokenizer` with this scheme."""
    from transformers import AddedToken, WhisperTokenizer
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    vocabulary = {character: byte for byte, character in bytes_to_unicode().items()}
    vocabulary |= {name: END + place for place, name in enumerate(SPECIALS)}
    tokenizer = WhisperTokenizer(vocab=vocabulary, merges=[], language="en", task="transcribe")
    tokenizer.add_special_tokens({"additional_special_tokens": list(SPECIALS[1:])})
    times = [f"<|{place * STEP_S:.2f}|>" for place in range(TIMES)]
    tokenizer.add_tokens([AddedToken(time, normalized=False, special=False) for time in times])
    return tokenizer
