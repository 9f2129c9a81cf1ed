from pathlib import Path

import pytest
from transformers import AutoTokenizer, WhisperTokenizer

from soulstrain.speech import tokens


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> WhisperTokenizer:
    folder: Path = tmp_path_factory.mktemp("tokenizer")
    tokens.make_tokenizer().save_pretrained(folder)
    loaded = AutoTokenizer.from_pretrained(folder)
    assert isinstance(loaded, WhisperTokenizer)
    return loaded


@pytest.mark.parametrize(
    "text", [" I roll 2d6 plus 3.", " Don't!", ' "Zoë", said 7½ гоблинs — 💀', "  a \n b"]
)
def test_any_text_survives_a_round_trip(tokenizer: WhisperTokenizer, text: str) -> None:
    ids = tokenizer.encode(text, add_special_tokens=False)
    assert ids == list(text.encode())
    assert tokenizer.decode(ids) == text


def test_specials_have_the_ids_the_training_uses(tokenizer: WhisperTokenizer) -> None:
    assert len(tokenizer) == tokens.SIZE == 516
    names = {
        "<|endoftext|>": tokens.END,
        "<|startoftranscript|>": tokens.START,
        "<|en|>": tokens.ENGLISH,
        "<|translate|>": tokens.TRANSLATE,
        "<|transcribe|>": tokens.TRANSCRIBE,
        "<|startoflm|>": tokens.LM,
        "<|startofprev|>": tokens.PREVIOUS,
        "<|nospeech|>": tokens.NO_SPEECH,
        "<|notimestamps|>": tokens.NO_TIMESTAMPS,
        "<|0.00|>": tokens.TIME,
        "<|5.00|>": tokens.SIZE - 1,
    }
    assert {name: tokenizer.convert_tokens_to_ids(name) for name in names} == names
    assert tokenizer.prefix_tokens == [
        tokens.START,
        tokens.ENGLISH,
        tokens.TRANSCRIBE,
        tokens.NO_TIMESTAMPS,
    ]
    assert tokenizer.eos_token_id == tokens.END


def test_times_are_told_from_text_as_whispers_tokenizer_does(tokenizer: WhisperTokenizer) -> None:
    ids = [tokens.time_token(0.1), *b" Run!", tokens.time_token(1.239), tokens.END]
    assert tokenizer.decode(ids, skip_special_tokens=True) == " Run!"
    assert tokenizer.decode(ids, output_offsets=True)["offsets"] == [
        {"text": " Run!", "timestamp": (0.1, 1.24)}
    ]


def test_times_outside_the_window_are_its_ends() -> None:
    assert tokens.time_token(-1) == tokens.TIME
    assert tokens.time_token(7) == tokens.SIZE - 1
