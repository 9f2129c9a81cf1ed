"""`soulsgen session recap`: what stands in it, for whom, and how sure it is."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.wrappers import Request, Response

from clients.agent.chat_server import ChatServer
from clients.loopback import serving
from soulsgen.commands.session import session
from soulsgen.recap.finding import dice, loot, quotes, threads
from soulsgen.recap.names import names_in
from soulsgen.recap.scenes import stretches
from soulsgen.session.glossary import Glossary, Name
from soulsgen.session.transcript import Line, encoded

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TALK = [
    ("GM", "The drowned gate of Carrow is shut, and Mother Vael waits in the rain.", 0.9),
    ("Ser Odric", "I shall not leave you here, Mother Vael!", 0.9),
    ("Brindle", "I rolled a natural 20 on the lock!", 0.9),
    ("GM", "GM only, the tide keeper is the murderer.", 0.9),
    ("GM (private)", "Vael lies about the key.", 0.9),
    ("GM", "Behind the gate you find a silver ring and *forty* gold coins.", 0.2),
    ("Ser Odric", "We should find out who lit the candles in Saltmarch.", 0.9),
]
ROSTER = {
    "1-sam": {"player": "Sam", "role": "gm"},
    "2-kim": {"player": "Kim", "character": "Ser Odric", "pronouns": "they/them"},
    "5-notes": {"player": "Sam", "role": "gm", "private": True},
}


def talk(rows: list[tuple[str, str, float]] = TALK) -> list[Line]:
    return [
        Line(10.0 * number, 10.0 * number + 8, speaker, text, "a.flac", confidence=confidence)
        for number, (speaker, text, confidence) in enumerate(rows)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "The Drowned Gate"
    path.mkdir()
    settings = {"roster": ROSTER, "glossary": [["Mother Vael", "characters", []], ["Carrow", "places", []]]}
    told = {"started": "2026-03-07T18:30:00+00:00", "settings": settings}
    (path / "session.json").write_text(json.dumps(told), "utf-8")
    (path / "transcript.jsonl").write_bytes(b"".join(encoded(line) for line in talk()))
    return path


class Agent:
    """The agent archive's contract: quotes every line; `heard` is all it was shown."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        body = json.loads(Request(environ).get_data())
        self.heard += [line["text"] for line in body["lines"]]
        reply: dict[str, Any] = {"engine": "extractive", "embeddings": "tf-idf"}
        if body["op"] == "recap":
            reply["sentences"] = [
                {"text": line["text"], "at": [line["at"]], "sure": True, "speaker": line["speaker"]}
                for line in body["lines"][: body["sentences"]]
            ]
        else:
            reply |= {"scene": body["lines"][0]["text"], "at": [body["lines"][0]["at"]]}
        return Response(json.dumps(reply), content_type="application/json")(environ, start_response)


def recap(url: str, *words: object) -> Result:
    return CliRunner().invoke(session, ["recap", *map(str, words), "--host", url, "--retries", "0"])


def test_the_players_version_was_made_without_a_private_line(folder: Path) -> None:
    agent = Agent()
    with serving(agent) as url:
        result = recap(url, folder)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        str(folder / name) for name in ("recap.md", "recap.html", "recap.gm.md", "recap.gm.html")
    ]
    for name in ("recap.md", "recap.html"):
        text = (folder / name).read_text("utf-8")
        assert "murderer" not in text
        assert "lies about" not in text
        assert "private" not in text.replace("private lines were left out", "")
    full = (folder / "recap.gm.md").read_text("utf-8")
    assert "**GM** GM: GM only, the tide keeper is the murderer. `0:00:30`" in full
    assert "**GM** GM (private): Vael lies about the key. `0:00:40`" in full
    assert "**GM** Ser Odric" not in full


def test_every_claim_has_its_times_and_what_was_heard_badly_is_to_be_confirmed(folder: Path) -> None:
    with serving(Agent()) as url:
        recap(url, folder)
    text = (folder / "recap.md").read_text("utf-8")
    story = text[text.index("## This session") : text.index("## Scenes")]
    claims = [line for line in story.splitlines() if line and not line.startswith("#")]
    assert len(claims) == 10
    assert all(re.search(r"`\d:\d\d:\d\d`", claim) for claim in claims)
    marked = r"- GM: Behind the gate you find a silver ring and \*forty\* gold coins. `0:00:50` *to confirm*"
    assert marked in text
    assert text.count("*to confirm*") == 3
    assert "it wrote none of its own" in text


def test_the_markdown_begins_with_front_matter_and_has_every_part(folder: Path) -> None:
    with serving(Agent()) as url:
        recap(url, folder, "--title", 'The "Gate"')
    text = (folder / "recap.md").read_text("utf-8")
    front = text.split("---\n")[1]
    assert front == (
        'title: "The \\"Gate\\""\ndate: 2026-03-07\nlength: "0:01:08"\nversion: players\n'
        "tags: [session, recap]\n"
        'players: ["Sam", "Kim"]\ncharacters: ["Ser Odric"]\nmet: ["Mother Vael"]\nplaces: ["Carrow"]\n'
    )
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "The story so far",
        "This session",
        "In short",
        "Scenes",
        "Characters met",
        "Places",
        "Loot",
        "Quotes",
        "Open threads",
        "Dice",
    ]


def test_the_page_stands_alone_and_escapes_what_was_said(folder: Path) -> None:
    row = [("GM", "<script>alert(1)</script> & the bell of Carrow rings.", 0.9)]
    (folder / "transcript.jsonl").write_bytes(b"".join(encoded(line) for line in talk(row)))
    with serving(Agent()) as url:
        assert recap(url, folder).exit_code == 0
    page = (folder / "recap.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; the bell" in page
    assert "<script" not in page
    assert not re.search(r"""(src|href)=""", page)
    assert r"\<script\>" in (folder / "recap.md").read_text("utf-8")


def test_the_story_so_far_is_of_the_sessions_before(folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "first"
    before.mkdir()
    (before / "session.json").write_bytes((folder / "session.json").read_bytes())
    rows = [("GM", "The party crossed the salt flats.", 0.9), ("GM (private)", "The flats are cursed.", 0.9)]
    (before / "transcript.jsonl").write_bytes(b"".join(encoded(line) for line in talk(rows)))
    with serving(Agent()) as url:
        assert recap(url, folder, "--earlier", before).exit_code == 0
    safe, full = ((folder / name).read_text("utf-8") for name in ("recap.md", "recap.gm.md"))
    assert "The party crossed the salt flats." in safe
    assert "cursed" not in safe
    assert "The flats are cursed." in full


def test_a_recap_that_is_there_is_replaced_only_when_told(folder: Path) -> None:
    with serving(Agent()) as url:
        recap(url, folder)
        (folder / "recap.md").write_text("edited by hand", "utf-8")
        result = recap(url, folder)
        assert result.exit_code == 1
        assert result.stderr == f"Error: {folder / 'recap.md'} is there already; --again replaces it\n"
        assert (folder / "recap.md").read_text("utf-8") == "edited by hand"
        assert recap(url, folder, "--again").exit_code == 0
    assert "## Dice" in (folder / "recap.md").read_text("utf-8")


def test_a_template_of_ones_own_is_sandboxed_and_its_faults_are_placed(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.md.j2"
    own.write_text("{{ recap.title }}: {{ recap.dice[0].text }} {{ recap.dice[0]|times }}", "utf-8")
    with serving(Agent()) as url:
        assert recap(url, folder, "--template", own).exit_code == 0
        assert (folder / "recap.md").read_text("utf-8") == (
            "The Drowned Gate: I rolled a natural 20 on the lock! 0:00:20"
        )
        own.write_text("fine\n{% if %}", "utf-8")
        assert recap(url, folder, "--template", own, "--again").stderr.startswith(f"Error: {own}:2: ")
        own.write_text("{{ recap.__class__.__mro__ }}", "utf-8")
        assert recap(url, folder, "--template", own, "--again").exit_code == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{{ 1 // recap.private|length }}", "ZeroDivisionError: "),
        (b"{{ recap.title + 1 }}", "TypeError: "),
        (b"{{ 10.0 ** (recap.title|length * 1000) }}", "OverflowError: "),
        (b"{{ '\xff' }}", "not UTF-8 (invalid start byte)"),
        (b"{{ nothing }}", "'nothing' is undefined"),
        (b"{% for %}", "Expected an expression"),
    ],
)
def test_whatever_a_template_raises_is_said_with_its_line(
    folder: Path, tmp_path: Path, line: bytes, words: str
) -> None:
    own = tmp_path / "mine.md.j2"
    own.write_bytes(b"one\r\n\n" + line + b"\nfour\n")
    with serving(Agent()) as url:
        result = recap(url, folder, "--template", own)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(f"Error: {own}:3: {words}")


def test_an_endpoint_writes_it_and_its_cost_is_shown(folder: Path) -> None:
    server = ChatServer("The gate of Carrow was shut [1].")
    words = ("--agent", "openai", "--model", "tiny", "--input-price", "1", "--output-price", "2")
    with serving(server.app) as url:
        result = recap(url, folder, *words, "--base-url", f"{url}/v1")
    assert result.exit_code == 0, result.output
    calls = len(server.bodies)
    assert result.stderr == f"{1000 * calls} tokens in, {50 * calls} out: ${calls * 0.0011:.4f}\n"
    text = (folder / "recap.gm.md").read_text("utf-8")
    assert f'cost: "{1000 * calls} tokens in' in text
    assert "The gate of Carrow was shut. `0:00:00`" in text
    assert "tiny at http://" in text


def test_a_folder_that_is_no_session_is_named(tmp_path: Path) -> None:
    result = recap("http://127.0.0.1:1", tmp_path)
    assert result.exit_code == 1
    assert "is no session folder (no session.json)" in result.stderr


def test_a_session_in_which_nothing_was_said_has_a_recap(folder: Path) -> None:
    (folder / "transcript.jsonl").write_bytes(b"")
    result = recap("http://127.0.0.1:1", folder)
    assert result.exit_code == 0
    assert "Nothing was said." in (folder / "recap.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        (dice, "That's a nat 1.", True),
        (dice, "I got a seventeen.", True),
        (dice, "That is 17 to hit and 9 points of damage.", True),
        (dice, "We roll the barrel down the hill.", False),
        (dice, "It was a critical moment.", False),
        (dice, "I roll 2d6 plus 3.", True),
        (loot, "You find a rusty key in the chest.", True),
        (loot, "Last time you promised that you would find the key.", False),
        (loot, "We have to buy a rope.", False),
        (loot, "Do you find any gold?", False),
        (loot, "We found the way out.", False),
        (threads, "We need to come back for the bell.", True),
        (threads, "The bell rings.", False),
        (quotes, "I would rather drown than kneel!", True),
        (quotes, "No!", False),
    ],
)
def test_the_rules_find_what_they_are_for(rule: Any, text: str, found: bool) -> None:
    assert bool(rule([Line(0, 1, "Kim", text, "a")], 5)) is found


def test_names_are_filed_by_the_glossary_or_by_what_stands_before_them() -> None:
    lines = talk(
        [
            ("GM", "You ride to Saltmarch and meet Vael.", 0.9),
            ("GM", "The people in Saltmarch fear Tamsin's song.", 0.9),
            ("GM", "Then Tamsin leaves. Odric follows Tamsin.", 0.9),
        ]
    )
    glossary = Glossary((Name("Vael", "characters"), Name("Odric", "characters")))
    names = names_in(lines, glossary, ["Odric"])
    assert [(met.name, met.at, met.times, met.sure) for met in names.characters] == [
        ("Vael", 0.0, 1, True),
        ("Tamsin", 10.0, 3, False),
    ]
    assert [(met.name, met.times, met.sure) for met in names.places] == [("Saltmarch", 2, False)]


def test_scenes_are_cut_where_the_talk_pauses() -> None:
    begun = [number * 5.0 + (600 if number >= 15 else 0) for number in range(30)]
    lines = [Line(at, at + 4, None, "The same words again", "a") for at in begun]
    assert [len(stretch) for stretch in stretches(lines, 2)] == [15, 15]
    assert [len(stretch) for stretch in stretches(lines[:5], 6)] == [5]
    assert stretches([], 6) == []
