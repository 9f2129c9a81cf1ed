"""How sentences become tokens: ARPAbet of IPA, SentencePiece's characters, words with tokens of their own."""

from pathlib import Path

import pytest
import torch

from handlerkit.checks import SettingsError
from tts.engines.arpabet import arpabet
from tts.engines.characters import SpeechT5Spelling, spell
from tts.engines.masking import alike
from tts.engines.pieces import read_pieces
from tts.engines.pronunciation import pronounced_by
from tts.engines.spelled import SILENCE, Unspeakable
from tts.model import espeak
from tts.text.sentence import Spoken, sentences_of
from voice_checkpoints import sentencepiece


@pytest.mark.parametrize(
    ("ipa", "expected"),
    [
        ("ðə", "DH AH0"),
        ("bˈɛl", "B EH1 L"),
        ("tˈoʊlz", "T OW1 L Z"),
        ("fɔːɹ", "F AO1 R"),
        ("ʌnkˈɪndəld", "AH0 N K IH1 N D AH0 L D"),
        ("tʃˈɑːɹdʒɪz", "CH AA1 R JH IH0 Z"),
        ("ɹˌiːkənstɹˈʌkt", "R IY2 K AH0 N S T R AH1 K T"),
        ("lˈɪɾəl", "L IH1 D AH0 L"),
        ("bell", "B EH1 L L"),
        ("q7", ""),
    ],
)
def test_ipa_becomes_arpabet_with_its_stress(ipa: str, expected: str) -> None:
    assert " ".join(name for name, _ in arpabet(ipa)) == expected


def test_espeak_tells_how_the_words_of_a_sentence_are_pronounced() -> None:
    pytest.importorskip("espeakng_loader")
    engine = espeak()
    try:
        said = pronounced_by(engine, "en-us")
        (sentence,) = sentences_of("The bell tolls — charging.")
        told = dict(zip((word.word for word in sentence.words), said(sentence.words), strict=True))
        with pytest.raises(Unspeakable, match="there is no voice 'xx'"):
            pronounced_by(engine, "xx")(sentence.words)
    finally:
        engine.close()
    assert {name: told[name] for name in ("The", "bell", "tolls", "charging.")} == {
        "The": "ðə", "bell": "bˈɛl", "tolls": "tˈoʊlz", "charging.": "tʃˈɑːɹdʒɪŋ"
    }  # fmt: skip


def test_speecht5_reads_characters_with_a_mark_before_each_word_and_an_end(tmp_path: Path) -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "g", "o", "O", "n", "é", "."]
    (tmp_path / "spm_char.model").write_bytes(sentencepiece(pieces))
    spelled = SpeechT5Spelling(tmp_path).spelled((Spoken("Go", 0, "go 7"), Spoken("on…", 3, "On\u00e9.")))
    names = [pieces[token] for token in spelled.ids]
    assert names == ["▁", "g", "o", "▁", "▁", "O", "n", "é", ".", "</s>"]
    assert spelled.words == (SILENCE, 0, 0, 0, SILENCE, 1, 1, 1, SILENCE, SILENCE)


@pytest.mark.parametrize("content", [b"", b"\x0a", b"\x0a\x05abc", b"PK\x03\x04" * 9])
def test_a_file_that_is_no_model_of_characters_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "spm_char.model"
    with pytest.raises(SettingsError, match=r"spm_char.model: not found"):
        read_pieces(path)
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"spm_char.model: not a SentencePiece model"):
        read_pieces(path)
    path.write_bytes(sentencepiece(["</s>", "▁the"]))
    with pytest.raises(SettingsError, match=r"not a SentencePiece model of single characters"):
        read_pieces(path)


def test_characters_that_a_model_never_learned_are_left_out_and_nothing_else_is_refused() -> None:
    vocabulary = {" ": 1, "g": 2, "o": 3}
    assert spell(["g☃o", "☃", "o"], vocabulary, " ").ids == (2, 3, 1, 3)
    with pytest.raises(Unspeakable, match="none of the sentence's characters"):
        spell(["☃"], vocabulary, " ")


def test_rows_of_like_length_go_together_on_a_gpu_and_alone_on_a_cpu() -> None:
    lengths, gpu, cpu = [100, 10, 95, 11, 50], torch.device("cuda"), torch.device("cpu")
    assert list(alike(lengths, gpu)) == [[1, 3], [4], [2, 0]]
    assert list(alike(lengths, cpu)) == [[1], [3], [4], [2], [0]]
    assert list(alike([], gpu)) == []
