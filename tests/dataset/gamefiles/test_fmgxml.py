"""The reader and writer of `.fmg.xml`: both layouts, and every fault named with file and line."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.fmg import read_fmg, write_fmg
from soulscorpus.gamefiles.fmgxml import FOREIGN, read_fmgxml, without_foreign, write_fmgxml
from soulscorpus.gamefiles.limits import MAX_ENTRIES, MAX_TABLE_BYTES
from soulscorpus.gamefiles.table import Table, Text, Version

WHERE = "/game/item/Item.fmg.xml"
# In Yabber's layout <entries> is the fourth child, in WitchyBND's the seventh.
YABBER = """<?xml version="1.0" encoding="utf-8"?>
<fmg>
  <compression>DCX_DFLT_10000_24_9</compression>
  <version>DarkSouls1</version>
  <bigendian>False</bigendian>
  <entries>
    <text id="100">The first flame
fades.</text>
    <text id="101"/>
    <text id="-1">%null%</text>
  </entries>
</fmg>
"""
WITCHY = YABBER.replace("<fmg>", "<fmg>\n  <filename>Item.fmg</filename>").replace(
    "<entries>", "<unicode>True</unicode>\n  <md5>0</md5>\n  <entries>"
)
LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE fmg [
  <!ENTITY a "ha ha ha ha ha ha ha ha ha ha">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
  <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
  <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
  <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
  <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
  <!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">
]>
<fmg><entries>TEXT</entries></fmg>
"""


def read(data: str | bytes) -> Table:
    return read_fmgxml(data.encode() if isinstance(data, str) else data, WHERE)


@pytest.mark.parametrize(
    "data",
    [
        YABBER,
        WITCHY,
        YABBER.replace("\n", "\r\n"),
        "\ufeff" + YABBER,
        YABBER.replace("utf-8", "utf-16").encode("utf-16"),
        YABBER.replace("<entries>", "<wrapped><entries>").replace("</entries>", "</entries></wrapped>"),
        YABBER.replace("The first", "The <!-- a note --><![CDATA[first]]>"),
        YABBER.replace("The first", "The <b>first</b>"),
    ],
    ids=[
        "yabber",
        "witchy",
        "windows lines",
        "byte order mark",
        "utf-16",
        "nested",
        "comment and cdata",
        "bold",
    ],
)
def test_every_layout_gives_the_same_table(data: str | bytes) -> None:
    texts = (Text(100, "The first flame\nfades."), Text(101, ""), Text(-1, "%null%"))
    assert read(data) == Table("Item", texts, version=1, big_endian=False, unicode=True)


def test_properties_are_read_and_those_of_todays_games_assumed() -> None:
    old = YABBER.replace("DarkSouls1", "DemonsSouls").replace("False", "True")
    assert (read(old).version, read(old).big_endian) == (0, True)
    assert (read(YABBER.replace("DarkSouls1", "DarkSouls9")).version) == 2
    assert read("<fmg><entries/></fmg>") == Table("Item", (), 2, big_endian=False, unicode=True)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "1: malformed XML: Document is empty"),
        ("<fmg>\n<entries>\n</fmg>", "3: malformed XML: Opening and ending tag mismatch"),
        ("<fmg>\n<version>1</version>\n</fmg>", "1: no <entries> under <fmg>; the file begins with <fmg>"),
        ("\n<html><entries/></html>", "2: no <entries> under <fmg>; the file begins with <html>"),
        ('<fmg><entries>\n<text id="x1">a</text></entries></fmg>', "2: <text> needs an integer id, got 'x1'"),
        (
            '<fmg><entries>\n<text id="1_0">a</text></entries></fmg>',
            "2: <text> needs an integer id, got '1_0'",
        ),
        (
            f'<fmg><entries>\n<text id="{"9" * 5000}">a</text></entries></fmg>',
            f"2: <text> needs an integer id, got '{'9' * 40}'",
        ),
        ("<fmg><entries>\n\n<text>a</text></entries></fmg>", "3: <text> needs an integer id, got None"),
        ("<fmg><entries>\n<txt/></entries></fmg>", "2: <entries> holds <txt>; only <text> is expected there"),
        ("<!DOCTYPE fmg>\n<fmg><entries/></fmg>", "1: a DOCTYPE is refused; remove it"),
        (
            '<!DOCTYPE fmg SYSTEM "http://127.0.0.1:9/x.dtd">\n<fmg><entries/></fmg>',
            "1: a DOCTYPE is refused; remove it",
        ),
        (LAUGHS.replace("TEXT", '<text id="1">&a;</text>'), "2: a DOCTYPE is refused; remove it"),
        (LAUGHS.replace("TEXT", '<text id="1">&h;</text>'), "1: malformed XML: Maximum entity amplification"),
        (LAUGHS.replace("TEXT", '<text id="&h;"/>'), "12: malformed XML: Maximum entity amplification"),
        ("<fmg>" * 300, "1: malformed XML: Excessive depth in document"),
        ("<fmg>" + "<a/>" * 2 * MAX_ENTRIES, f"1: more than the {MAX_ENTRIES} entries a table may have"),
        (
            " " * (MAX_TABLE_BYTES + 1),
            f"1: {MAX_TABLE_BYTES + 1} bytes are more than the {MAX_TABLE_BYTES} a table may have",
        ),
    ],
)
def test_a_fault_is_named_with_file_and_line(data: str, sentence: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(data)
    assert str(caught.value).startswith(f"{WHERE}:{sentence}")


def test_an_outside_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    doctype = f'<!DOCTYPE fmg [<!ENTITY x SYSTEM "{secret}">]>'
    with pytest.raises(CorpusError, match=r":1: a DOCTYPE is refused"):
        read(f'{doctype}<fmg><entries><text id="1">&x;</text></entries></fmg>')


def test_texts_inside_texts_do_not_multiply() -> None:
    nested = '<text id="1"><entries>' * 50 + "ash" + "</entries></text>" * 50
    assert read(f"<fmg><entries>{nested}</entries></fmg>").texts == (Text(1, "ash"),)


def test_a_table_is_written_as_the_unpackers_read_it() -> None:
    table = Table("Item", (Text(1, "Ash & <ember>\r\n"), Text(2, None), Text(3, "")), 0, big_endian=True)
    assert write_fmgxml(table).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        "<fmg>\n"
        "  <filename>Item.fmg</filename>\n"
        "  <compression>None</compression>\n"
        "  <version>DemonsSouls</version>\n"
        "  <bigendian>True</bigendian>\n"
        "  <unicode>True</unicode>\n"
        "  <entries>\n"
        '    <text id="1">Ash &amp; &lt;ember&gt;&#13;\n</text>\n'
        '    <text id="2">%null%</text>\n'
        '    <text id="3"></text>\n'
        "  </entries>\n"
        "</fmg>\n"
    )


xml_text = st.none() | st.text().map(lambda text: FOREIGN.sub("", text))


@given(
    texts=st.lists(xml_text, max_size=20),
    big_endian=st.booleans(),
    version=st.sampled_from(get_args(Version)),
)
def test_an_fmg_survives_the_way_through_xml_nulls_included(
    texts: list[str | None], big_endian: bool, version: Version
) -> None:
    numbered = tuple(Text(number, text) for number, text in enumerate(texts))
    table = Table("Item", numbered, version, big_endian)
    xml = write_fmgxml(read_fmg(write_fmg(table), "Item.fmg"))
    assert read(xml) == table.with_nulls_spelled()
    assert read(xml).with_nulls() == table


def test_a_character_that_xml_cannot_hold_is_refused_or_removed() -> None:
    table = Table("Item", (Text(1, "a"), Text(7, "b\x01c\uffff"), Text(8, None)))
    with pytest.raises(CorpusError, match=r"^Item: id 7: XML cannot hold U\+0001$"):
        write_fmgxml(table)
    assert without_foreign(table) == (Table("Item", (Text(1, "a"), Text(7, "bc"), Text(8, None))), 2)
