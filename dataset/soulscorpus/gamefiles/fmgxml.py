"""Reader and writer of `.fmg.xml`: game text tables as the unpackers Yabber and WitchyBND write them.

Both write `<fmg>` with some properties and `<entries>` of `<text id="…">`. They differ in which
properties stand before `<entries>`, so it is found by name, never by position.
"""

import re
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from soulscorpus.errors import CorpusError
from soulscorpus.gamefiles.limits import MAX_ENTRIES, MAX_TABLE_BYTES
from soulscorpus.gamefiles.table import NULL, Table, Text, Version, table_name

SUFFIX = ".fmg.xml"
POSITION = re.compile(r", line \d+, column \d+$")  # what lxml adds to a message, said already
INTEGER = re.compile(r"-?[0-9]{1,10}")
VERSIONS: dict[str, Version] = {"DemonsSouls": 0, "DarkSouls1": 1, "DarkSouls3": 2}
# The unpackers' names come from their library's; there is none for Dark Souls II, which has DarkSouls1.
FOREIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # to XML 1.0


def read_fmgxml(data: bytes, where: str) -> Table:
    """The table in `data`, texts in the file's order; an empty `<text/>` has the text "".

    A null is the text `%null%`, see `Table.with_nulls`. A property that is absent or unknown is that of
    today's games. Raises CorpusError, with path and line, for anything but such a file.
    """
    root = _parse(data, where)
    lists = root.getroottree().xpath("//fmg//entries[not(ancestor::entries)]")
    if not lists:
        raise _fault(where, root, f"no <entries> under <fmg>; the file begins with <{root.tag}>")
    texts = []
    for text in (child for entries in lists for child in entries):
        if text.tag != "text":
            raise _fault(where, text, f"<entries> holds <{text.tag}>; only <text> is expected there")
        content = "".join(text.itertext()) if len(text) else text.text or ""
        texts.append(Text(_id(where, text), content))
    return Table(
        table_name(where),
        tuple(texts),
        version=VERSIONS.get(_property(root, "version"), 2),
        big_endian=_property(root, "bigendian").lower() == "true",
        unicode=_property(root, "unicode").lower() != "false",
    )


def looks_like_fmgxml(start: bytes) -> bool:
    """Whether a file that begins with `start` is XML with `<fmg>` in it."""
    text = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    return text.startswith(b"<") and re.search(rb"<fmg[\s/>]", text) is not None


def write_fmgxml(table: Table) -> bytes:
    """`table` as Yabber and WitchyBND read it, UTF-8; a null becomes `%null%`.

    Raises CorpusError, naming the id, for a character that XML cannot hold.
    """
    version = next(name for name, number in VERSIONS.items() if number == table.version)
    document = f"""\
<?xml version="1.0" encoding="utf-8"?>
<fmg>
  <filename>{escape(table.name)}.fmg</filename>
  <compression>None</compression>
  <version>{version}</version>
  <bigendian>{table.big_endian}</bigendian>
  <unicode>{table.unicode}</unicode>
  <entries>
{"".join(map(_element, table.texts))}  </entries>
</fmg>
"""
    if FOREIGN.search(document):
        raise _foreign(table)
    return document.encode()


def without_foreign(table: Table) -> tuple[Table, int]:
    """`table` without the characters that XML cannot hold, and how many there were in its texts.

    Those are control characters (not tab and line ends), halves of a pair, and U+FFFE and U+FFFF.
    """
    removed = 0
    texts = list(table.texts)
    for place, text in enumerate(texts):
        kept, count = FOREIGN.subn("", text.text or "")
        if count:
            texts[place] = Text(text.id, kept)
            removed += count
    return replace(table, name=FOREIGN.sub("_", table.name), texts=tuple(texts)), removed


def _element(text: Text) -> str:
    # A parser makes a line feed of a bare carriage return.
    content = NULL if text.text is None else escape(text.text, {"\r": "&#13;"})
    return f'    <text id="{text.id}">{content}</text>\n'


def _foreign(table: Table) -> CorpusError:
    for text in table.texts:
        if found := FOREIGN.search(text.text or ""):
            character = f"U+{ord(found[0]):04X}"
            return CorpusError(f"{table.name}: id {text.id}: XML cannot hold {character}")
    return CorpusError(f"{table.name!r}: XML cannot hold this name")


def _parse(data: bytes, where: str) -> Any:
    if len(data) > MAX_TABLE_BYTES:
        raise CorpusError(
            f"{where}:1: {len(data)} bytes are more than the {MAX_TABLE_BYTES} a table may have"
        )
    # Two tags an entry; a parsed one takes a hundred times its bytes.
    if data.count(b"<") > 2 * MAX_ENTRIES:
        raise CorpusError(f"{where}:1: more than the {MAX_ENTRIES} entries a table may have")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = POSITION.sub("", (error.msg or "").strip())
        raise CorpusError(f"{where}:{error.lineno or 1}: malformed XML: {reason}") from error
    # No unpacker writes one, and the text of entities declared in it would go missing.
    if root.getroottree().docinfo.doctype:
        before = data.replace(b"\0", b"").partition(b"<!DOCTYPE")[0]
        line = before.count(b"\n") + 1
        raise CorpusError(f"{where}:{line}: a DOCTYPE is refused; remove it")
    return root


def _property(root: Any, name: str) -> str:
    """The text of the first element of that name; empty when there is none."""
    return (root.findtext(f".//{name}") or "").strip()


def _id(where: str, text: Any) -> int:
    value = text.get("id")
    if value is None or not INTEGER.fullmatch(value):
        shown = value if value is None else value[:40]
        raise _fault(where, text, f"<text> needs an integer id, got {shown!r}")
    return int(value)


def _fault(where: str, element: Any, sentence: str) -> CorpusError:
    return CorpusError(f"{where}:{element.sourceline}: {sentence}")
