"""Settings of a corpus."""

from typing import Any

import pytest

from soulscorpus.errors import CorpusError
from soulscorpus.settings import CorpusSettings


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"vocab_size": 259}, "a vocabulary of 259 is too small: bytes and special tokens take 260"),
        ({"vocab_size": 10**20}, f"a vocabulary of {10**20} is too large: 1000000 is the most"),
        ({"test_share": 1.0}, "a test share of 1.0 is not in 0 <= share < 1"),
        ({"test_share": float("nan")}, "a test share of nan is not in 0 <= share < 1"),
        ({"near_ratio": 0.4}, "a near ratio of 0.4 is not in 0.5 <= ratio <= 1"),
        (
            {"language": "english"},
            "language 'english' is not a code of two letters such as en, de or ja, nor any",
        ),
        (
            {"vocab_size": 9, "tokenizer": "wordpiece"},
            "a vocabulary of 9 is too small: wordpiece needs 56 or more",
        ),
    ],
)
def test_settings_out_of_range_are_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CorpusError) as caught:
        CorpusSettings(**values)
    assert str(caught.value) == sentence
