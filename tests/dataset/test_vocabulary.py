"""The tokenizer: nothing unknown, nothing lost, and a size that suits the text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from soulscorpus.vocabulary import MIN_SIZE, SPECIALS, train_tokenizer

SENTENCES = [
    "The Tidal One kneels before the flame.",
    "The flame of the Tidal One's oath fades!",
    "Ash, ash, ash.",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Trained, saved and read again, as users have it."""
    read = Tokenizer.from_str(train_tokenizer(SENTENCES, 400).to_str())
    # `<s>` typed by a user is three characters here, not the token.
    read.encode_special_tokens = True
    return read


def test_special_tokens_have_the_first_ids(tokenizer: Tokenizer) -> None:
    assert [tokenizer.token_to_id(token) for token in SPECIALS] == [0, 1, 2, 3]
    assert SPECIALS == ("<unk>", "<s>", "</s>", "<pad>")


def test_case_is_kept_and_a_first_word_is_the_word_inside(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("Tidal flame").tokens == ["ĠTidal", "Ġflame"]
    assert tokenizer.encode("the Tidal flame").tokens[1:] == ["ĠTidal", "Ġflame"]
    assert tokenizer.encode("tidal").tokens != tokenizer.encode("Tidal").tokens


@given(st.text())
@example("a\u0301\u200d\ufeff\0\x7f")
@example("  two  spaces\r\n\tand a tab ")
@example("<s>not a token</s><pad><unk>")
@example("🗡️👨‍👩‍👧 ﷽ 魂 İıſß")
@example("Don't — “quote” … 'ST 'll")
@example("\u2028\u2029\x85")
def test_decoding_gives_back_what_was_encoded(tokenizer: Tokenizer, text: str) -> None:
    expected = text if not text or text.startswith(" ") else f" {text}"
    assert tokenizer.decode(tokenizer.encode(text).ids) == expected


def test_the_size_is_a_ceiling_and_a_pair_seen_once_makes_no_token() -> None:
    assert train_tokenizer(SENTENCES, 265).get_vocab_size() == 265
    assert train_tokenizer(["abcdefg"], 8000).get_vocab_size() == MIN_SIZE["bpe"]


def test_wordpiece_splits_at_punctuation_and_puts_its_pieces_together_again() -> None:
    tokenizer = train_tokenizer(SENTENCES, 60, "wordpiece")
    assert [tokenizer.token_to_id(token) for token in SPECIALS] == [0, 1, 2, 3]
    encoded = tokenizer.encode("The flame fades.")
    assert any(token.startswith("##") for token in encoded.tokens)
    assert tokenizer.decode(encoded.ids) == "The flame fades."
    assert tokenizer.decode(tokenizer.encode("Ash, the One's flame!").ids) == "Ash, the One's flame!"
    assert tokenizer.encode("☃").tokens == ["<unk>"]


def test_wordpiece_learns_whole_words_when_there_is_room() -> None:
    assert train_tokenizer(SENTENCES, 400, "wordpiece").encode("flame").tokens == ["flame"]
