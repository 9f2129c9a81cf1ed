"""Roster and glossary: what may stand in them, and which words are put right."""

from pathlib import Path

import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.session.correction import correct
from soulsgen.session.glossary import Glossary, Name, of_records, read_glossary
from soulsgen.session.roster import Person, person_of, read_roster, unmatched

NAMES = Glossary(
    (Name("Mother Vael"), Name("Carrow", "places"), Name("Nameless King"), Name("Ix", heard=("icks",)))
)


@pytest.mark.parametrize(
    ("heard", "written", "corrections"),
    [
        ("We ride to carow.", "We ride to Carrow.", (("carow", "Carrow"),)),
        ("The namless king wakes.", "The Nameless King wakes.", (("namless king", "Nameless King"),)),
        ("Mothervale's boat.", "Mother Vael's boat.", (("Mothervale's", "Mother Vael's"),)),
        ("Mother Vale's boat.", "Mother Vael's boat.", (("Mother Vale's", "Mother Vael's"),)),
        ("My mother went to Carrow.", "My mother went to Carrow.", ()),
        ("A narrow cart and an arrow.", "A narrow cart and an arrow.", ()),
        ("It is icks, not six.", "It is Ix, not six.", (("icks", "Ix"),)),
        ("Carrow is old.", "Carrow is old.", ()),
        ("car row", "Carrow", (("car row", "Carrow"),)),
        ("", "", ()),
    ],
)
def test_a_misheard_name_is_put_right_and_a_common_word_is_left(
    heard: str, written: str, corrections: tuple[tuple[str, str], ...]
) -> None:
    made = correct(heard, NAMES)
    assert (made.text, made.corrections) == (written, corrections)


def test_what_is_right_stays_right_when_it_is_corrected_again() -> None:
    text = correct("The namless king of carow meets Mother Vale.", NAMES).text
    assert correct(text, NAMES).corrections == ()


def test_a_glossary_is_names_a_line_under_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    lines = (
        "\ufeffOdric # the knight",
        "[Characters]",
        "Mother  Vael = mother veil, mother vale",
        "[places]",
    )
    path.write_text("\n".join([*lines, "", "Carrow"]), "utf-8")
    glossary = read_glossary(path)
    assert glossary.names == (
        Name("Odric"),
        Name("Mother Vael", "characters", ("mother veil", "mother vale")),
        Name("Carrow", "places"),
    )
    assert of_records(glossary.records()) == glossary
    path.write_text("Odric\n[monsters]\n", "utf-8")
    with pytest.raises(SoulsgenError, match=r"names\.txt:2: \[monsters\] is none of characters, places"):
        read_glossary(path)
    path.write_text("= x\n", "utf-8")
    with pytest.raises(SoulsgenError, match=r"names\.txt:1: a name of 1 to 100 characters"):
        read_glossary(path)


def test_a_roster_tells_who_speaks_on_a_track(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_text(
        '[tracks.2-kim]\nplayer = "Kim"\ncharacter = "Odric"\n[tracks.Sam]\nplayer = "Sam"\nrole = "gm"\n'
        '[tracks.notes]\nrole = "gm"\nprivate = true\n',
        "utf-8",
    )
    roster = read_roster(path)
    assert roster["2-kim"] == Person("Kim", "Odric")
    found = {track: person_of(roster, track) for track in ("2-kim", "1-sam", "9-notes")}
    labels = [person.label(track) for track, person in found.items() if person]
    assert labels == ["Odric", "GM", "GM (private)"]
    assert person_of(roster, "3-lee") is None
    assert unmatched(roster, ["2-kim", "1-sam"]) == ["notes"]


def test_all_faults_of_a_roster_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_text('people = 1\n[tracks.a]\nplayr = "x"\nprivate = "yes"\nrole = "dm"\n', "utf-8")
    with pytest.raises(SoulsgenError) as refused:
        read_roster(path)
    assert str(refused.value).splitlines() == [
        f"{path}: unknown key 'people'; known: tracks",
        f"{path}: [tracks.a] unknown key 'playr'; known: player, character, pronouns, role, private",
        f"{path}: [tracks.a] private must be true or false",
        f"{path}: [tracks.a] role must be player or gm, not 'dm'",
    ]
