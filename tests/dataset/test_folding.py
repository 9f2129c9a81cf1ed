"""Things that repeat others go by their names, with all their texts."""

from soulscorpus.entries import Drops, Entry, Key
from soulscorpus.folding import drop_repeated_things, repeated_things


def named(kind: str, *names: str) -> dict[Key, str]:
    return {Key("lore", "en", kind, number): name for number, name in enumerate(names)}


def reasons(kind: str, *names: str, spells: tuple[str, ...] = ()) -> list[str | None]:
    found = repeated_things({**named(kind, *names), **named("Magic", *spells)})
    return [found.get(Key("lore", "en", kind, number)) for number in range(len(names))]


UPGRADE = "upgrade of a thing that is kept"
SCROLL = "scroll of a spell that is kept"


def test_an_upgrade_goes_when_its_base_is_there() -> None:
    names = ("Dagger", "Dagger+1", "Dagger +15", "Dagger＋2", "Dagger+16", "Dagger+0", "Spear+3")
    assert reasons("Weapon", *names) == [None, UPGRADE, UPGRADE, UPGRADE, None, None, None]


def test_a_scroll_goes_when_its_spell_is_there() -> None:
    names = ("Sorcery: Drawn Water", "Miracle: Heal", "Magie : Drawn Water", "Scroll of Water")
    assert reasons("Goods", *names, spells=("Drawn Water",)) == [SCROLL, None, SCROLL, None]


def test_body_parts_go_and_armour_that_is_named_after_one_stays() -> None:
    names = ("Female Head", "Male Legs", "Arms", "Naked Body", "Headless Mantle", "Head of Vinnet")
    assert reasons("Protector", *names) == ["body part"] * 4 + [None, None]
    assert reasons("Goods", "Head") == [None]


def test_carvings_go_and_carving_knives_stay() -> None:
    names = ("Hello Carving", "Carving: Well Met", '"I\'m sorry" Carving', "Queen's Carving Knife")
    assert reasons("Goods", *names) == ["carving"] * 3 + [None]


def test_a_thing_goes_with_all_its_texts_and_is_named() -> None:
    names = named("Weapon", "Dagger", "Dagger+1")
    entries = [
        Entry("lore", "en", "WeaponName", "Weapon", 0, "name", "Dagger", "a"),
        Entry("lore", "en", "WeaponName", "Weapon", 1, "name", "Dagger+1", "a"),
        Entry("lore", "en", "WeaponCaption", "Weapon", 1, "description", "It cuts.", "b"),
        Entry("other", "en", "WeaponCaption", "Weapon", 1, "description", "Another game's.", "c"),
    ]
    drops = Drops()
    assert list(drop_repeated_things(names)(entries, drops)) == [entries[0], entries[3]]
    assert drops.counts == {UPGRADE: 2}
    assert drops.examples == {UPGRADE: ["a#1: Dagger+1 [Dagger+1]", "b#1: It cuts. [Dagger+1]"]}
