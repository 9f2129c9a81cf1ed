"""Which talk a scene is made of."""

from hypothesis import given
from hypothesis import strategies as st

from soulsgen.illustrate.context import buffer, newest, remembered, tokens, total
from soulsgen.session.transcript import Line


def line(number: int, text: str) -> Line:
    return Line(float(number), number + 1.0, None, text, "table")


def texts(lines: list[Line]) -> list[str]:
    return [each.text for each in lines]


def test_the_newest_whole_lines_that_fit_are_taken() -> None:
    lines = [line(0, "a" * 40), line(1, "b" * 40), line(2, "c" * 40)]
    assert [tokens(each) for each in lines] == [11, 11, 11]
    assert texts(newest(lines, 22)) == ["b" * 40, "c" * 40]
    assert texts(newest(lines, 21)) == ["c" * 40]


def test_of_a_line_longer_than_the_limit_its_end_is_taken() -> None:
    told = newest([line(0, "before"), line(1, "the gate falls and " * 200 + "a dragon lands")], 12)
    assert texts(told) == ["falls and the gate falls and a dragon lands"]


def test_a_word_longer_than_the_limit_is_cut() -> None:
    assert texts(newest([line(0, "x" * 1000)], 11)) == ["x" * 40]


def test_nothing_is_made_of_nothing() -> None:
    assert newest([], 100) == []
    assert remembered([], 0.2) == []


def test_a_share_of_what_was_in_mind_stays_there() -> None:
    lines = [line(number, "a" * 36) for number in range(10)]
    assert remembered(lines, 0.2) == lines[8:]
    assert remembered(lines, 0.0) == []
    assert remembered(lines, 1.0) == lines


def test_memory_fades_from_scene_to_scene() -> None:
    lines = [line(number, "a" * 36) for number in range(12)]
    assert buffer(lines, [], 0.5) == lines
    assert buffer(lines, [4, 8], 0.5) == [lines[5], *lines[6:8], *lines[8:]]


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1), st.integers(50, 500), st.floats(0, 1))
def test_what_is_taken_fits_and_is_never_empty(words: list[str], most: int, share: float) -> None:
    lines = [line(number, text) for number, text in enumerate(words)]
    told = newest(lines, most)
    assert told
    assert total(told) <= most
    assert told[-1].at == lines[-1].at
    assert total(remembered(lines, share)) <= total(lines) * share
