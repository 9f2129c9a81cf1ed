import pytest

from soulsgen.ledger.likeness import normal, repeated

SENT = [("The lantern remembers the hand that lit it.", "s1"), ("A king burns.", "s2")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the LANTERN  remembers “the hand” that lit it", "it was sent already, in slot s1"),
        ("The lantern remembers the hands that lit it.", "it is nearly what was sent in slot s1"),
        ("A king turns.", "it is nearly what was sent in slot s2"),
        ("The lantern remembers.", None),
        ("A queen burns in the hall.", None),
        ("", None),
    ],
)
def test_a_line_sent_before_is_known_to_the_letter_and_nearly(text: str, reason: str | None) -> None:
    assert repeated(text, SENT) == reason


def test_a_line_of_signs_alone_keeps_them() -> None:
    assert normal("…!") == "...!"
    assert repeated("?!", [("…", "s1")]) is None
