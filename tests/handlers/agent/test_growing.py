"""Text as its tokens come: whole words, whole characters, and together what all the tokens say."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

import agent_checkpoints
import checkpoints
from agent.growing import Growing

BYTES = checkpoints.tokenizer(["The lantern remembers the hand that lit it."])
PIECES = agent_checkpoints.tokenizer(agent_checkpoints.TEXTS)
PIECES.decoder = decoders.WordPiece()
# As SentencePiece writes words, with bytes for what it does not know.
BYTE_WORDS = {f"<0x{byte:02X}>": byte for byte in range(256)}
UNIGRAMS = Tokenizer(models.BPE({**BYTE_WORDS, "▁": 256}, [], byte_fallback=True, unk_token="<0x00>"))
UNIGRAMS.pre_tokenizer = pre_tokenizers.Metaspace()
UNIGRAMS.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace()])


def given_out(
    decode: Callable[[Sequence[int]], str], ids: Sequence[int], step: int, stops: Sequence[str] = ()
) -> list[str]:
    text = Growing(decode, stops)
    pieces = [text.add(ids[first : first + step]) for first in range(0, len(ids), step)]
    return [*pieces, text.end()]


@pytest.mark.parametrize("made", [BYTES, PIECES, UNIGRAMS], ids=["bytes", "word pieces", "byte fallback"])
@given(text=st.text(max_size=60), step=st.integers(1, 9))
def test_the_pieces_come_to_what_all_the_tokens_say(made: Tokenizer, text: str, step: int) -> None:
    ids = made.encode(text, add_special_tokens=False).ids
    whole = made.decode(ids).strip()
    pieces = given_out(made.decode, ids, step)
    assert "".join(pieces) == whole
    assert "".join(pieces).encode().decode() == whole


def test_words_come_whole_and_spaces_with_the_word_behind_them() -> None:
    ids = BYTES.encode("The hand that lit it. Unwritten words.", add_special_tokens=False).ids
    pieces = [piece for piece in given_out(BYTES.decode, ids, 1) if piece]
    assert pieces == ["The", " hand", " that", " lit", " it.", " Unwritten", " words."]


def test_a_language_without_spaces_is_not_held_back() -> None:
    ids = BYTES.encode("灯" * 60, add_special_tokens=False).ids
    pieces = [piece for piece in given_out(BYTES.decode, ids, 2) if piece]
    assert len(pieces) > 2
    assert "".join(pieces) == "灯" * 60


def test_a_character_that_was_cut_in_two_is_left_out() -> None:
    ids = BYTES.encode("A 🜂", add_special_tokens=False).ids
    assert given_out(BYTES.decode, ids[:-1], 1)[-1] == ""
    assert "".join(given_out(BYTES.decode, ids[:-1], 1)) == "A"


@pytest.mark.parametrize("step", [1, 2, 3, 50])
def test_the_text_ends_where_a_stop_would_stand(step: int) -> None:
    ids = BYTES.encode("The hand is END OFF, not END OF it.", add_special_tokens=False).ids
    assert "".join(given_out(BYTES.decode, ids, step, ["END OF "])) == "The hand is END OFF, not"
    assert "".join(given_out(BYTES.decode, ids, step, ["END OF x", "nowhere"])) == BYTES.decode(ids).strip()


def test_of_two_stops_the_first_in_the_text_counts() -> None:
    text = Growing(BYTES.decode, ["lit", "hand"])
    assert text.add(BYTES.encode("The hand that lit it.", add_special_tokens=False).ids) == "The"
    assert text.stopped
    assert text.end() == ""
