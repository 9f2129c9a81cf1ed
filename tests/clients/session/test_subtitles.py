"""SubRip, WebVTT and Markdown, letter for letter."""

from pathlib import Path

import pytest

from soulsgen.errors import SoulsgenError
from soulsgen.session.derived import markdown
from soulsgen.session.subtitles import srt, vtt
from soulsgen.session.transcript import Line, read_lines

LINES = [
    Line(3661.5, 3661.5, None, "*Rain* <falls> & stops.", "a"),
    Line(0.25, 2.0, "Ser Odric", "Open the gate!", "a"),
    Line(2.0, 3.0, "Ser Odric", "Now.", "a"),
    Line(3.0, 3.5, "GM", " ", "a"),
]


def test_subrip() -> None:
    assert srt(LINES) == (
        "1\n00:00:00,250 --> 00:00:02,000\nSer Odric: Open the gate!\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\nSer Odric: Now.\n\n"
        "3\n01:01:01,500 --> 01:01:02,000\n*Rain* <falls> & stops.\n"
    )


def test_webvtt() -> None:
    assert vtt(LINES) == (
        "WEBVTT\n\n00:00:00.250 --> 00:00:02.000\n<v Ser Odric>Open the gate!</v>\n\n"
        "00:00:02.000 --> 00:00:03.000\n<v Ser Odric>Now.</v>\n\n"
        "01:01:01.500 --> 01:01:02.000\n*Rain* &lt;falls&gt; &amp; stops.\n"
    )


def test_markdown() -> None:
    ordered = sorted(LINES[:3], key=lambda line: line.at)
    assert markdown("Gate [1]", ordered) == (
        "# Gate \\[1\\]\n\n`0:00:00` **Ser Odric:** Open the gate!\n\n`0:00:02` Now.\n\n"
        "`1:01:01` \\*Rain\\* \\<falls\\> & stops.\n"
    )


@pytest.mark.parametrize("line", ["[1]", "{}", '{"at": "x", "to": 1, "text": "y"}', "not json"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "transcript.jsonl"
    path.write_text(f'{{"at": 0, "to": 1, "text": "fine"}}\n{line}\n', "utf-8")
    with pytest.raises(SoulsgenError, match=r"transcript\.jsonl:2: not a line of a transcript"):
        read_lines(path)
