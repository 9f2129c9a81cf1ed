"""Things that repeat others go by their names, with all their texts."""

from array import array
from pathlib import Path

from soulscorpus.entries import Drops, Entry, Key, Role
from soulscorpus.folding import drop_repeated_things, repeated_things
from soulscorpus.roles import Purpose
from soulscorpus.survey import Listed, Survey


def named(kind: str, *names: str) -> dict[Key, str]:
    return {Key("lore", "en", kind, number): name for number, name in enumerate(names)}


def reasons(kind: str, *names: str, spells: tuple[str, ...] = ()) -> list[str | None]:
    found = repeated_things({**named(kind, *names), **named("Magic", *spells)})
    keys = [Key("lore", "en", kind, number) for number in range(len(names))]
    return [found[key].reason if key in found else None for key in keys]


UPGRADE = "upgrade of another thing"
SCROLL = "scroll of a spell"


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


def surveyed(names: dict[Key, str], **told: tuple[Role, list[int]]) -> Survey:
    """A survey of weapon tables: `told` has the ids with a text by table, and the table's role."""
    tables = [
        Listed(Path(name), name, name, name, "lore", "en", Purpose("Weapon", role))
        for name, (role, _) in told.items()
    ]
    return Survey(names=names, tables=tables, told={name: array("q", ids) for name, (_, ids) in told.items()})


def weapon(id_: int, role: Role, text: str) -> Entry:
    return Entry("lore", "en", f"Weapon{role}", "Weapon", id_, role, text, "w")


def test_an_upgrade_goes_with_the_texts_its_base_has_and_is_named() -> None:
    names = named("Weapon", "Dagger", "Dagger+1")
    found = surveyed(names, WeaponName=("name", [0, 1]), WeaponCaption=("description", [0, 1]))
    entries = [
        weapon(0, "name", "Dagger"),
        weapon(1, "name", "Dagger+1"),
        weapon(1, "description", "It cuts."),
        Entry("other", "en", "WeaponCaption", "Weapon", 1, "description", "Another game's.", "c"),
    ]
    drops = Drops()
    assert list(drop_repeated_things(found)(entries, drops)) == [entries[0], entries[3]]
    assert drops.examples == {UPGRADE: ["w#1: Dagger+1 [Dagger]", "w#1: It cuts. [Dagger]"]}


def test_a_text_that_only_the_upgrade_has_stays() -> None:
    names = named("Weapon", "Dagger", "Dagger+1")
    found = surveyed(names, WeaponName=("name", [0, 1]), WeaponCaption=("description", [1]))
    entries = [weapon(1, "name", "Dagger+1"), weapon(1, "description", "Only the upgrade tells.")]
    assert list(drop_repeated_things(found)(entries, Drops())) == [entries[1]]


def test_what_repeats_a_thing_that_goes_goes_for_the_same_reason() -> None:
    assert reasons("Goods", "Carving: Heave", "Carving: Heave+1") == ["carving", "carving"]
    assert reasons("Protector", "Head", "Head+1") == ["body part", "body part"]
    assert reasons("Goods", "Sorcery: Heal", "Sorcery: Heal+1", spells=("Heal",)) == [SCROLL, SCROLL]
