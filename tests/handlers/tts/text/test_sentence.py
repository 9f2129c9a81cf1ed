"""Sentences: where they end, where long ones are cut, the silence behind them, and what is refused."""

import re

import pytest

from tts.settings import LONGEST_TEXT
from tts.text.clauses import MOST
from tts.text.sentence import Sentence, Spoken, sentences_of


def said(text: str, language: str = "en") -> list[str]:
    return [sentence.said for sentence in sentences_of(text, language)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith fell. Mrs. Smith rose.", ["Mister Smith fell.", "Missus Smith rose."]),
        ("St. Mary wept on Baker St. today.", ["Saint Mary wept on Baker Street today."]),
        ("See e.g. the map, i.e. the old one.", ["See for example the map, that is the old one."]),
        ("Swords, bows, etc. were sold.", ["Swords, bows, et cetera were sold."]),
        ("Swords, bows, etc. He left.", ["Swords, bows, et cetera.", "He left."]),
        ("J. R. R. Tolkien wrote it.", ["jay ar ar Tolkien wrote it."]),
        ("J.R.R. Tolkien slept.", ["jay ar ar Tolkien slept."]),
        ("It was I. He left.", ["It was I.", "He left."]),
        ("Plan B. Then we ran.", ["Plan bee.", "Then we ran."]),
        ("The U.S. Army came.", ["The you ess Army came."]),
        ("He lives in the U.S. It is big.", ["He lives in the you ess.", "It is big."]),
        ("It is 8 p.m. Then it is 9.", ["It is eight pee em.", "Then it is nine."]),
        ("No. 5 is alive. No. Then no.", ["number five is alive.", "No.", "Then no."]),
        (
            "It is 30 ft. away. It is 5 ft. He jumps.",
            ["It is thirty feet away.", "It is five feet.", "He jumps."],
        ),
        ("It weighs 3.5 lb. now", ["It weighs three point five pounds now."]),
        (
            "A 30-ft. cliff. It fell 30ft. He ran.",
            ["A thirty foot cliff.", "It fell thirty feet.", "He ran."],
        ),
        ("It is 5 in. long. He came in. She left.", ["It is five inches long.", "He came in.", "She left."]),
        ("He came 1st. She ate a fig. I left.", ["He came first.", "She ate a fig.", "I left."]),
        (
            "See fig. 3 and vol. II. I met Max. He left.",
            ["See figure three and volume two.", "I met Max.", "He left."],
        ),
        ("“Run!” he said. He ran.", ["Run! he said.", "He ran."]),
        ('"Why?" He had no answer.', ["Why?", "He had no answer."]),
        ('"Stop," she said. "Now."', ["Stop, she said.", "Now."]),
        ("('It fell.') It broke.", ["It fell.", "It broke."]),
        (
            "Well... maybe. Well... I know. Well… Then it ended.",
            ["Well, maybe.", "Well, I know.", "Well.", "Then it ended."],
        ),
        ("wait...what? no way. i see.", ["wait, what?", "no way.", "i see."]),
        ("What?! No!!! Yes", ["What?", "No!", "Yes."]),
        ("left—right and up -- down", ["left, right and up, down."]),
        ("The key (rusted) fits", ["The key, rusted, fits."]),
        ("A line\nAnother line", ["A line.", "Another line."]),
        ("A line,\nand the rest of it", ["A line, and the rest of it."]),
        (
            "A line that was broken by the margin of the page it was on, as\nArtorias says",
            ["A line that was broken by the margin of the page it was on, as Artorias says."],
        ),
        ("1. Roll.\n2. Take damage.", ["one, Roll.", "two, Take damage."]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("# The *Dark* Soul\n\n- **Estus** flask\n- a ring", ["The Dark Soul.", "Estus flask.", "a ring."]),
        ("Read [the lore](https://example.org/x), ![map](a.png)!", ["Read the lore, map!"]),
        ("> Quoted words\n> go on.\n---\nEnd", ["Quoted words go on.", "End."]),
        ("```\nA `tick` ~~struck~~ __end__\n```", ["A tick struck end."]),
        ("un**believ**able", ["unbelievable."]),
        ("snake_case &amp; more", ["snake case and more."]),
        ("A<br>B fights <b>bravely</b>", ["A B fights bravely."]),
        (
            '<?xml version="1.0"?><speak version="1.1"\n xml:lang="en">Hear <break time="3s"/> '
            '<prosody rate="slow">me</prosody> <say-as interpret-as="cardinal">5</say-as></speak>',
            ["Hear me five."],
        ),
        ("<voice of God>", ["less than voice of God more than."]),
        ("if a < b and c > d", ["if a less than b and c more than d."]),
        ("Nice 👍🏽! 1️⃣ ring 👨‍👩‍👧", ["Nice!", "one ring."]),
        ("Good :) <3", ["Good."]),
        ("| Ring | Soul |\n|---|---|\n| one | two |", ["Ring Soul.", "one two."]),
        ("| Ring | Soul |\n:-: | -:-\n| one | two |", ["Ring Soul.", "one two."]),
        ("- [x] done", ["done."]),
        ("zero\u200bwidth", ["zerowidth."]),
        (r"\*stars\*", ["stars."]),
    ],
)
def test_marks_of_markdown_and_emoji_are_not_spoken(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("One. Two! Three", [0.4, 0.4, 0.0]),
        ("One… Two", [0.6, 0.0]),
        ("One\nTwo\n\nThree", [0.45, 0.8, 0.0]),
    ],
)
def test_silence_follows_a_sentence_by_its_mark_and_none_the_last(text: str, pauses: list[float]) -> None:
    assert [sentence.pause_s for sentence in sentences_of(text)] == pauses


def test_a_word_keeps_what_was_written_and_where_behind_astral_characters_too() -> None:
    text = "😀 “Roll **2d6+3**, 𝕏!”"
    assert sentences_of(text) == (
        Sentence(
            (
                Spoken("“Roll", 2, "Roll"),
                Spoken("2d6+3**,", 10, "two dee six plus three,"),
                Spoken("𝕏!”", 19, "X!"),
            ),
            0.0,
        ),
    )


CLAUSE = "the keeper of the gate walked on through the ash"


def test_a_long_sentence_is_cut_at_its_strongest_pause_and_then_at_commas() -> None:
    text = f"{CLAUSE}, {CLAUSE}; {CLAUSE}, {CLAUSE}, {CLAUSE}, {CLAUSE} and {CLAUSE}."
    assert [(sentence.said, sentence.pause_s) for sentence in sentences_of(text)] == [
        (f"{CLAUSE}, {CLAUSE};", 0.25),
        (f"{CLAUSE}, {CLAUSE}, {CLAUSE},", 0.15),
        (f"{CLAUSE} and {CLAUSE}.", 0.0),
    ]


def test_a_long_sentence_without_marks_is_cut_before_a_conjunction() -> None:
    text = " and ".join([CLAUSE] * 7)
    pieces = sentences_of(text)
    assert [len(piece.said) for piece in pieces] == [
        len(" and ".join([CLAUSE] * 4)),
        4 + len(" and ".join([CLAUSE] * 3)) + 1,
    ]
    assert [piece.pause_s for piece in pieces] == [0.1, 0.0]


def test_what_has_no_spaces_is_cut_too_and_nothing_of_it_is_lost() -> None:
    pieces = sentences_of("a" * 900)
    assert "".join(word.word for piece in pieces for word in piece.words) == "a" * 900
    assert all(len(piece.said) <= MOST for piece in pieces)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(
            (
                marks,
                "text holds nothing that can be spoken, only marks, symbols or emoji: give at least one word",
            )
            for marks in (
                "",
                " \n\t",
                "😀😀",
                "***",
                "?!…",
                "—",
                "&",
                "\u200b",
                "\ud800",
                "\x00",
                "---",
                "$%°",
            )
        ),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        sentences_of(text)


def test_a_text_of_the_most_characters_is_spoken() -> None:
    assert len(said("Ash. " * (LONGEST_TEXT // 5))) == 1000


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        (
            "de",
            "Am 3. Mai kamen 12 Ritter. Dann z. B. ging es los!",
            ["Am 3. Mai kamen 12 Ritter.", "Dann z. B. ging es los!"],
        ),
        ("fr", "Quoi ? Il dit : « Non. » Elle partit.", ["Quoi?", "Il dit: «Non.»", "Elle partit."]),
        ("ja", "きょうは。いいですね！はい", ["きょうは。", "いいですね！", "はい"]),
        ("es", "¿Qué? **2d6** €5 😀", ["¿Qué?", "2d6 €5"]),
        ("en-GB", "Roll 2d6.", ["Roll two dee six."]),
        ("en_US", "Roll 2d6.", ["Roll two dee six."]),
    ],
)
def test_other_languages_are_cut_into_sentences_and_left_to_the_voice(
    language: str, text: str, sentences: list[str]
) -> None:
    assert said(text, language) == sentences


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "ja",
            "私は昨日、友達と一緒に図書館へ行き、そこで本を三冊借りました；それから家に帰って、夕食を食べた。",
            [
                "私は昨日、",
                "友達と一緒に図書館へ行き、",
                "そこで本を三冊借りました；",
                "それから家に帰って、",
                "夕食を食べた。",
            ],
        ),
        (
            "zh",
            '他说："我去，后天回”，价格是1，000元：第1、2章。',
            ["他说：", '"我去，', "后天回”，", "价格是1，000元：", "第1、2章。"],
        ),
        (
            "th",
            "ผมชื่อสมชายและผมอยากจะไปเที่ยวที่ประเทศญี่ปุ่นในเดือนหน้า",
            ["ผมชื่อสมชายและผมอยากจะไปเที่ยวที่ประเทศ", "ญี่ปุ่นในเดือนหน้า"],
        ),
    ],
)
def test_words_that_no_space_parts_are_clauses_and_never_begin_with_a_mark_above(
    language: str, text: str, words: list[str]
) -> None:
    assert [word.word for sentence in sentences_of(text, language) for word in sentence.words] == words
