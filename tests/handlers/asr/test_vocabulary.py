"""Special tokens found by name, prompts, and words out of tokens."""

import json
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer

import whisper_checkpoints
from asr import prompt
from asr.backend import Aligned
from asr.segments import Part, split
from asr.settings import Request
from asr.vocabulary import Vocabulary, VocabularyError
from asr.words import timed
from handlerkit.checks import SettingsError


@pytest.fixture(scope="module")
def vocabulary(whisper: Path) -> Vocabulary:
    return Vocabulary.read(whisper)


@pytest.fixture
def copy(whisper: Path, tmp_path: Path) -> Path:
    for name in ("config.json", "generation_config.json", "tokenizer.json"):
        shutil.copyfile(whisper / name, tmp_path / name)
    return tmp_path


def named(vocabulary: Vocabulary, ids: tuple[int, ...]) -> list[str]:
    return [vocabulary.tokenizer.id_to_token(token) for token in ids]


def test_prompts_name_language_task_and_whether_times_are_wanted(vocabulary: Vocabulary) -> None:
    assert named(vocabulary, prompt.start(vocabulary, "de", "translate", True)) == [
        "<|startoftranscript|>",
        "<|de|>",
        "<|translate|>",
    ]
    assert named(vocabulary, prompt.start(vocabulary, "en", "transcribe", False))[1:] == [
        "<|en|>",
        "<|transcribe|>",
        "<|notimestamps|>",
    ]


def test_hot_words_and_prompt_stand_before_the_transcript_and_their_end_is_kept(
    vocabulary: Vocabulary,
) -> None:
    ids = prompt.context(vocabulary, "the hand that lit it.", ("Ulbrecht", " Asha "))
    assert named(vocabulary, ids[:1]) == ["<|startofprev|>"]
    assert vocabulary.decode(ids) == " Ulbrecht, Asha. the hand that lit it."
    assert vocabulary.decode(prompt.context(vocabulary, "", ("Ulbrecht", "Asha"))) == " Ulbrecht, Asha"
    long = prompt.context(vocabulary, "lantern " * 300 + "tower", ())
    assert len(long) == vocabulary.positions // 2
    assert vocabulary.decode(long).endswith("lantern tower")
    assert prompt.context(vocabulary, " ", ("", " ")) == ()


def test_the_name_of_a_special_token_in_a_prompt_is_text(vocabulary: Vocabulary) -> None:
    text = "<|endoftext|> and <|startofprev|>"
    ids = vocabulary.encode(text)
    assert vocabulary.end not in ids
    assert not set(ids) & vocabulary.controls
    assert vocabulary.decode(ids) == text
    assert vocabulary.encode("<|0.00|>") == []


def test_an_english_only_checkpoint_is_told_neither_language_nor_task(copy: Path) -> None:
    whisper_checkpoints.change(copy, "generation_config.json", is_multilingual=False, lang_to_id=None)
    english = Vocabulary.read(copy)
    assert (english.languages, english.tasks) == ({}, {})
    assert named(english, prompt.start(english, "en", "transcribe", True)) == ["<|startoftranscript|>"]
    prompt.check(english, Request(language="en"))
    with pytest.raises(SettingsError, match="no task 'translate'"):
        prompt.check(english, Request(task="translate"))


def test_languages_come_from_the_tokenizer_where_the_configuration_is_silent(copy: Path) -> None:
    (copy / "generation_config.json").unlink()
    bare = Vocabulary.read(copy)
    assert list(bare.languages) == ["en", "de", "ja"]
    assert list(bare.tasks) == ["transcribe", "translate"]
    assert named(bare, (bare.begin, bare.end)) == ["<|startoftranscript|>", "<|endoftext|>"]


def test_an_unknown_language_is_refused_with_those_there_are(vocabulary: Vocabulary) -> None:
    with pytest.raises(SettingsError) as refused:
        prompt.check(vocabulary, Request(language="tlh"))
    assert str(refused.value) == "language 'tlh' is not one this model knows: de, en, ja"


def test_times_that_the_tokenizer_leaves_out_follow_the_last_named_token(copy: Path) -> None:
    whole = Vocabulary.read(copy)
    content = json.loads((copy / "tokenizer.json").read_text("utf-8"))
    content["added_tokens"] = [item for item in content["added_tokens"] if not item["content"][2].isdigit()]
    Tokenizer.from_str(json.dumps(content)).save(str(copy / "tokenizer.json"))
    assert Vocabulary.read(copy).timestamps == whole.timestamps == range(310, 561)
    assert whole.seconds(whole.timestamps[-1]) == pytest.approx(5.0)


def test_a_model_can_be_told_to_write_no_times(copy: Path) -> None:
    assert not Vocabulary.read(copy, timestamps=False).writes_times
    assert Vocabulary.read(copy).writes_times


def test_a_tokenizer_without_an_end_is_refused(copy: Path) -> None:
    content = (copy / "tokenizer.json").read_text("utf-8").replace("<|endoftext|>", "<|stop|>")
    (copy / "tokenizer.json").write_text(content, "utf-8")
    for name in ("config.json", "generation_config.json"):
        whisper_checkpoints.change(copy, name, eos_token_id=None)
    with pytest.raises(VocabularyError, match=r"neither tokenizer.json has <\|endoftext\|> nor"):
        Vocabulary.read(copy)


def said(vocabulary: Vocabulary, text: str, language: str = "en") -> list[tuple[str, float, float]]:
    """Words of `text` whose token i is said from i to i + 1 seconds after 10."""
    ids = vocabulary.encode(text)
    aligned = Aligned([float(index) for index in range(len(ids) + 1)], [0.5] * len(ids))
    words = timed(vocabulary, ids, aligned, 10.0, 10.0 + len(ids), language)
    assert all(word.probability == 0.5 for word in words)
    return [(word.word, word.start, word.end) for word in words]


def test_words_stand_between_spaces_and_their_times_leave_punctuation_out(vocabulary: Vocabulary) -> None:
    assert said(vocabulary, " The lantern remembers. Two dice!") == [
        ("The", 10, 11),
        ("lantern", 11, 12),
        ("remembers.", 12, 13),
        ("Two", 14, 15),
        ("dice!", 15, 16),
    ]


def test_letters_become_words_too(letters: Path) -> None:
    assert said(Vocabulary.read(letters), "it's a hand.") == [
        ("it's", 10, 14),
        ("a", 15, 16),
        ("hand.", 17, 21),
    ]


def test_a_character_of_several_tokens_is_not_cut(vocabulary: Vocabulary) -> None:
    ids = vocabulary.encode(" é 剣")
    assert len(ids) > 4
    assert [word for word, _, _ in said(vocabulary, " é 剣")] == ["é", "剣"]


def test_in_a_script_without_spaces_every_token_is_a_word_and_stops_stay_with_it(
    vocabulary: Vocabulary,
) -> None:
    assert [word for word, _, _ in said(vocabulary, "剣と。光", "ja")] == ["剣", "と。", "光"]


def test_words_stay_within_their_window_and_never_overlap(vocabulary: Vocabulary) -> None:
    ids = vocabulary.encode(" The hand that lit it")
    aligned = Aligned([3.0, 1.0, 9.0, 2.0, 2.5, 99.0], [1.0] * 5)
    words = timed(vocabulary, ids, aligned, 10.0, 14.0, "en")
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert edges[0] == 13
    assert edges[-1] == 14


def test_times_cut_a_window_into_parts(vocabulary: Vocabulary) -> None:
    stamp, (the, hand) = vocabulary.timestamps, vocabulary.encode(" The hand")
    ids = [stamp[0], the, stamp[50], stamp[60], hand, the, stamp[100], stamp[100], hand]
    assert split(vocabulary, ids, 4.0) == [
        Part(0.0, 1.0, [the], 0),
        Part(1.2, 2.0, [hand, the], 1),
        Part(2.0, 4.0, [hand], 3),
    ]
    assert split(vocabulary, [the, hand], 3.5) == [Part(0.0, 3.5, [the, hand], 0)]
    assert split(vocabulary, [stamp[0], stamp[200]], 3.5) == []
    assert split(vocabulary, [stamp[0], the, stamp[250]], 3.5) == [Part(0.0, 3.5, [the], 0)]
