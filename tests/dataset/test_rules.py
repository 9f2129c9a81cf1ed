"""Every parsing rule: what it drops or changes, under which reason, and what it leaves alone."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus import rules
from soulscorpus.entries import Drops, Entry, Role, Step, through
from soulscorpus.repeats import drop_repeats

DROPPED_AND_KEPT = [
    ("is %null%", "%null%", "A %null% sword."),
    ("is no_text", "no_text", "There is no_text."),
    ("is no text", "no text", "It bears no text."),
    ("is none text", "none text", "It has none text."),
    ("blank", " \n\t", "Not blank."),
    ("is (dummyText)", "(dummyText)", "Here (dummyText) stood."),
    ("contains #c", "A #cFF0000red#c blade.", "A #Crimson blade."),
    ("contains &lt", "A &lt;b&gt; blade.", "A & lt blade."),
    ("contains &gt", "More &gt; less.", "More & gt less."),
    ("contains multiplayer", "Used in multiplayer.", "Used in Multiplayer."),
    ("contains session", "Ends the session.", "Ends the Session."),
    ("contains NAT", "Check the NAT type.", "A nation of the Nat."),
    ("contains PSN", "Sign in to PSN.", "Sign in to psn."),
    ("contains network", "No network was found.", "No Network was found."),
    ("contains service", "The service has ended.", "The Service has ended."),
    ("contains DARK SOULS", "Welcome to DARK SOULS.", "Welcome, Dark Souls."),
    ("contains SEKIRO", "This is SEKIRO.", "This is Sekiro."),
    ("contains amiibo", "Tap the amiibo.", "Tap the Amiibo."),
    ("contains settings", "Change the settings.", "Change the Settings."),
    ("contains menu", "Open the menu.", "Open the Menu."),
    ("does not end in . ? ! , ...", "Greatsword of the Moon", "Greatsword of the Moon."),
    ("does not end in . ? ! , ...", "Is it so”", "Is it so?"),
    ("does not end in . ? ! , ...", "Walk on;", "Walk on!"),
    ("does not end in . ? ! , ...", "Listen:", "Listen,"),
    ("does not end in . ? ! , ...", "Listen~", "Listen... \n"),
    ("under 5 characters", "Hmm.", "Hmmm."),
    ("under 5 characters", "<i>Ah</i> (sighs).", "<i>Ahem</i> (sighs)."),
]


ORIGINAL = (*rules.ORIGINAL_THINGS, *rules.ORIGINAL, drop_repeats(1, ""))
OURS = (*rules.THING_RULES, *rules.RULES, drop_repeats(1, ""))


def entry(text: str, role: Role = "description", id_: int = 1, language: str = "en") -> Entry:
    return Entry("lore", language, "Caption", "Caption", id_, role, text, "item/Caption.fmg.xml")


def run(*texts: str, steps: Sequence[Step] = OURS) -> tuple[list[str], Counter[str]]:
    drops = Drops()
    entries = [entry(text, id_=id_) for id_, text in enumerate(texts)]
    return [kept.text for kept in through(steps, entries, drops)], drops.counts


@pytest.mark.parametrize(("reason", "dropped", "kept"), DROPPED_AND_KEPT)
def test_a_rule_drops_under_its_reason_and_leaves_its_neighbour(reason: str, dropped: str, kept: str) -> None:
    assert run(dropped) == ([], {reason: 1})
    texts, drops = run(kept)
    assert len(texts) == 1
    assert drops == {}


def test_every_rule_that_drops_has_a_row_in_the_table() -> None:
    reasons = {reason for reason, _, _ in DROPPED_AND_KEPT}
    expected = len(rules.PLACEHOLDERS) + len(rules.FOREIGN) + len({"unended", "short"})
    assert len(reasons) == expected


@pytest.mark.parametrize(("reason", "dropped", "kept"), DROPPED_AND_KEPT)
def test_the_original_rules_drop_the_same(reason: str, dropped: str, kept: str) -> None:
    assert run(dropped, steps=ORIGINAL) == ([], {reason: 1})
    assert run(kept, steps=ORIGINAL)[1] == {}


@pytest.mark.parametrize(
    ("text", "ours", "original"),
    [
        ('He said "no."', ['He said "no."'], []),
        ("Listen…", ["Listen…"], []),
        ("火は消える。", ["火は消える。"], []),
        ("A thin blade.\nWeapon type: Dagger", ["A thin blade."], []),
        ("Dagger+3 was cold.", ["Dagger was cold."], ["Dagger+3 was cold."]),
    ],
)
def test_the_faults_of_the_original_rules_are_mended(text: str, ours: list[str], original: list[str]) -> None:
    assert run(text)[0] == ours
    assert run(text, steps=ORIGINAL)[0] == original


@pytest.mark.parametrize(
    "text", ["[ERROR]", "<?null?>", "Dummy Text", "dummyText", "ダミー", "（仮）", "-", "???", "N/A"]
)
def test_blanks_in_other_spellings_are_dropped(text: str) -> None:
    assert run(text) == ([], {"another placeholder": 1})


@pytest.mark.parametrize("text", ["None came back.", "A dummy of straw.", "An error, they said."])
def test_prose_that_begins_like_a_blank_is_kept(text: str) -> None:
    assert run(text) == ([text], {})


def test_names_and_interface_text_go_by_their_tables_role() -> None:
    drops = Drops()
    entries = [
        entry("Who goes there?", "name"),
        entry("Quit the game?", "menu"),
        entry("Who asks?", "dialogue"),
    ]
    assert [kept.text for kept in through(OURS, entries, drops)] == ["Who asks?"]
    assert drops.counts == {"a name, which is no sentence": 1, "interface text": 1}


def test_other_languages_are_dropped_and_unknown_ones_kept() -> None:
    drops = Drops()
    entries = [entry("One.", language="en"), entry("Un.", language="fr"), entry("Hm.", language="und")]
    assert [kept.text for kept in rules.drop_other_languages("en")(entries, drops)] == ["One.", "Hm."]
    assert drops.counts == {"in another language: fr": 1}


def test_of_each_reason_the_first_few_are_kept_as_examples() -> None:
    drops = Drops()
    list(through([rules.drop_name], [entry(f"Name {id_}", "name", id_) for id_ in range(9)], drops))
    assert drops.examples == {
        "a name, which is no sentence": [f"item/Caption.fmg.xml#{id_}: Name {id_}" for id_ in range(3)]
    }


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("A blade (cracked) of old.", "A blade of old."),
        ("It fell (down).", "It fell."),
        ("Press <?icon@12?> to <b>rest</b>.", "Press to rest."),
        ("Ash and/or bone\\dust.", "Ash and or bone dust."),
        ("Wait... who is there?", "Wait who is there?"),
        ("Farewell, then...", "Farewell, then"),
        ("Weapon type: Dagger\nA thin blade.", "A thin blade."),
        ("A blade.\nAttack type: Slash.", "A blade."),
        ("Skill: Stance: hold\nThe old stance.", "The old stance."),
        ("The first\r\n\nflame\tfades.", "The first flame fades."),
        ("You gave &s, took &d souls.", "You gave, took souls."),
        ("He said: go on.", "He said go on."),
        ("Dagger+3 was forged of Bone +15.", "Dagger was forged of Bone."),
        ("Reinforces it to +5.", "Reinforces it to +5."),
        ("Dagger+16 and Bone+0 do not exist.", "Dagger+16 and Bone+0 do not exist."),
        ("  Mist\u2028and\u3000rain.  ", "Mist and rain."),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    assert run(text) == ([clean], {})


def test_the_first_of_equal_texts_stays_and_upgrades_are_equal() -> None:
    texts = (
        "Dagger of bone.",
        "Dagger +1 of bone.",
        "Dagger+15 of bone.",
        "Dagger  of\nbone.",
        "dagger of bone.",
    )
    assert run(*texts) == (["Dagger of bone.", "dagger of bone."], {"duplicate": 3})


def test_an_entry_counts_under_the_first_rule_it_meets() -> None:
    assert run("the network service menu") == ([], {"contains network": 1})


@given(st.lists(st.text()))
def test_every_entry_is_kept_or_counted_and_clean_text_has_one_line(texts: list[str]) -> None:
    kept, drops = run(*texts)
    assert len(kept) + drops.total() == len(texts)
    for text in kept:
        assert text.splitlines() == [text]
        assert text == " ".join(text.split())
        assert len(text) >= rules.MIN_CHARACTERS
