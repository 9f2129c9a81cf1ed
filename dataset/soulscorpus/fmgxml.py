"""Reader of `.fmg.xml`: game text tables as the unpackers Yabber and WitchyBND write them.

Both write `<fmg>` with some properties and `<entries>` of `<text id="…">`. They differ in which
properties stand before `<entries>`, so it is found by name, never by position.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from soulscorpus.entries import Entry
from soulscorpus.errors import CorpusError
from soulscorpus.sources import SourceFile

SUFFIX = ".fmg.xml"
POSITION = re.compile(r", line \d+, column \d+$")  # what lxml adds to a message, said already
INTEGER = re.compile(r"-?[0-9]+")


def read_fmgxml(file: SourceFile) -> Iterator[Entry]:
    """The entries of `file` in its order; an empty `<text/>` has the text "".

    Raises CorpusError, with path and line, for anything but such a file.
    """
    table = file.name.rsplit("/", 1)[-1][: -len(SUFFIX)]
    root = _parse(file)
    lists = root.getroottree().xpath("//fmg//entries")
    if not lists:
        raise _fault(file, root, f"no <entries> under <fmg>; the file begins with <{root.tag}>")
    for text in (child for entries in lists for child in entries):
        if text.tag != "text":
            raise _fault(file, text, f"<entries> holds <{text.tag}>; only <text> is expected there")
        yield Entry(table, _id(file, text), "".join(text.itertext()), file.name)


def _parse(file: SourceFile) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(file.data, parser)
    except etree.XMLSyntaxError as error:
        reason = POSITION.sub("", error.msg or "")
        raise CorpusError(f"{file.path}:{error.lineno or 1}: malformed XML: {reason}") from error
    document = root.getroottree().docinfo
    # No unpacker writes one, and the text of entities declared in it would go missing.
    if document.doctype:
        before = file.data.decode(document.encoding or "utf-8", "replace").partition("<!DOCTYPE")[0]
        line = before.count("\n") + 1
        raise CorpusError(f"{file.path}:{line}: a DOCTYPE is refused; remove it")
    return root


def _id(file: SourceFile, text: Any) -> int:
    value = text.get("id")
    if value is None or not INTEGER.fullmatch(value):
        raise _fault(file, text, f"<text> needs an integer id, got {value!r}")
    return int(value)


def _fault(file: SourceFile, element: Any, sentence: str) -> CorpusError:
    return CorpusError(f"{file.path}:{element.sourceline}: {sentence}")
