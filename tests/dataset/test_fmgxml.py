"""The reader of `.fmg.xml`: both layouts, and every fault named with file and line."""

from pathlib import Path

import pytest

from soulscorpus.entries import Entry
from soulscorpus.errors import CorpusError
from soulscorpus.fmgxml import read_fmgxml
from soulscorpus.sources import SourceFile, load_source

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


def source(data: str | bytes) -> SourceFile:
    raw = data.encode() if isinstance(data, str) else data
    return SourceFile(Path("/game/item/Item.fmg.xml"), "item/Item.fmg.xml", raw)


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
    ],
    ids=["yabber", "witchy", "windows lines", "byte order mark", "utf-16", "nested", "comment and cdata"],
)
def test_every_layout_gives_the_same_entries(data: str | bytes) -> None:
    assert list(read_fmgxml(source(data))) == [
        Entry("Item", 100, "The first flame\nfades.", "item/Item.fmg.xml"),
        Entry("Item", 101, "", "item/Item.fmg.xml"),
        Entry("Item", -1, "%null%", "item/Item.fmg.xml"),
    ]


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
    ],
)
def test_a_fault_is_named_with_file_and_line(data: str, sentence: str) -> None:
    with pytest.raises(CorpusError) as caught:
        list(read_fmgxml(source(data)))
    assert str(caught.value).startswith(f"/game/item/Item.fmg.xml:{sentence}")


def test_an_outside_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    doctype = f'<!DOCTYPE fmg [<!ENTITY x SYSTEM "{secret}">]>'
    data = f'{doctype}<fmg><entries><text id="1">&x;</text></entries></fmg>'
    with pytest.raises(CorpusError, match=r":1: a DOCTYPE is refused"):
        list(read_fmgxml(source(data)))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Item.fmg.xml"
    path.write_bytes(b"x" * 11)
    with pytest.raises(CorpusError, match=r"Item\.fmg\.xml is larger than 10 bytes"):
        load_source(path, tmp_path, max_bytes=10)
    assert load_source(path, tmp_path, max_bytes=11).data == b"x" * 11
