"""The ledger on SQLite and on a real PostgreSQL: the same code, the same answers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from clients.ledger.postgres import PASSWORD, postgres
from clients.loopback import free_port
from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.ledger.entry import Entry, State, now
from soulsgen.ledger.ledger import Ledger
from soulsgen.ledger.place import parse_place
from waiting import LIMIT_S

# PostgreSQL lets go of a lock when it hears that the connection has ended, a moment after it has.
LET_GO_S = LIMIT_S


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "new" / "ledger.db")
    found = request.getfixturevalue("server")
    with Ledger(parse_place(found)) as ledger, ledger._write() as connection:
        connection.exec_driver_sql("DELETE FROM soulsgen_posts")
    return str(found)


def entry(slot: str = "s1", channel: str = "x", text: str = "The fire fades.") -> Entry:
    return Entry(channel, "1456", slot, State.PLANNED, text, text, "0.015", now(), images=1)


def test_what_was_planned_and_marked_is_there_for_the_next_run(url: str) -> None:
    with Ledger(parse_place(url)) as ledger:
        ledger.plan([entry(), entry(channel="discord")])
        planned = ledger.get("x", "1456", "s1")
        assert planned
        ledger.mark(planned, state=State.SENT, post_id="19", url="https://x.com/i/web/status/19", tries=2)
    with Ledger(parse_place(url)) as ledger:
        found = ledger.get("x", "1456", "s1")
        assert found
        assert (found.state, found.post_id, found.tries, found.images) == ("sent", "19", 2, 1)
        assert found.settled
        assert found.key == planned.key != entry(slot="s2").key
        assert ledger.get("x", "another account", "s1") is None
        assert [each.channel for each in ledger.history()] == ["x", "discord"][
            :: 1 if _x_first(ledger) else -1
        ]


def _x_first(ledger: Ledger) -> bool:
    return ledger.history()[0].channel == "x"


def test_planning_again_changes_nothing(url: str) -> None:
    with Ledger(parse_place(url)) as ledger:
        ledger.plan([entry()])
        ledger.plan([entry(text="Another line."), entry(channel="discord", text="Another line.")])
        found = ledger.get("x", "1456", "s1")
        assert found
        assert found.text == "The fire fades."
        assert ledger.line_of("s1", [("x", "1456")]) == "The fire fades."
        assert ledger.line_of("s1", [("mastodon", "1456")]) is None


def test_only_what_went_or_may_have_gone_counts_as_sent(url: str) -> None:
    states = {"s1": State.PLANNED, "s2": State.SENDING, "s3": State.SENT, "s4": State.FAILED}
    with Ledger(parse_place(url)) as ledger:
        for slot, state in states.items():
            ledger.plan([replace(entry(slot, text=f"Line {slot}."), state=state)])
        assert sorted(ledger.texts("x", "s9")) == [("Line s2.", "s2"), ("Line s3.", "s3")]
        assert ledger.texts("x", "s3") == [("Line s2.", "s2")]
        assert ledger.texts("discord", "s9") == []


def test_a_lock_is_held_by_one_and_let_go(url: str) -> None:
    with Ledger(parse_place(url)) as one, Ledger(parse_place(url)) as other:
        with (
            one.lock("x", LET_GO_S),
            other.lock("discord", LET_GO_S),
            pytest.raises(Unavailable, match="another run holds x in the ledger"),
            other.lock("x", 0.15),
        ):
            pass
        with other.lock("x", LET_GO_S):
            pass


def test_a_row_that_another_run_has_gone_on_with_is_left_alone(url: str) -> None:
    with Ledger(parse_place(url)) as one, Ledger(parse_place(url)) as other:
        one.plan([entry()])
        read = one.get("x", "1456", "s1")
        assert read
        sending = other.mark(read, state=State.SENDING, tries=1)
        for changes in ({"state": State.SENDING, "tries": 1}, {"state": State.SENT}, {"reason": "Ash."}):
            with pytest.raises(Unavailable, match="another run wrote to the ledger"):
                one.mark(read, **changes)
        assert one.get("x", "1456", "s1") == sending


def test_a_lock_is_not_waited_for_by_a_run_that_is_told_to_end(url: str) -> None:
    stop = Event()
    stop.set()
    with (
        Ledger(parse_place(url)) as one,
        Ledger(parse_place(url)) as other,
        one.lock("x", LET_GO_S),
        pytest.raises(Unavailable, match="another run holds x"),
        other.lock("x", 60, stop),
    ):
        pass


def test_two_ways_to_a_file_lead_to_one_lock(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "ledger.db")
    with (
        Ledger(parse_place(str(tmp_path / "ledger.db"))) as one,
        Ledger(parse_place(str(tmp_path / "link.db"))) as other,
        one.lock("x", 0),
        pytest.raises(Unavailable, match="another run holds x"),
        other.lock("x", 0),
    ):
        pass


def test_first_runs_at_the_same_time_make_one_table(url: str) -> None:
    def first(number: int) -> None:
        with Ledger(parse_place(url)) as ledger:
            ledger.plan([entry(slot=f"s{number}")])

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(first, range(6)))
    with Ledger(parse_place(url)) as ledger:
        assert len(ledger.history()) == 6


def test_no_message_shows_the_password(server: str) -> None:
    wrong = server.replace("lore:", "nobody:")
    nowhere = f"postgresql://lore:{PASSWORD.replace('/', '%2F')}@127.0.0.1:{free_port()}/postgres"
    for url in (wrong, nowhere):
        with pytest.raises(Unavailable) as caught, Ledger(parse_place(url)):
            pass
        assert "does not answer" in str(caught.value)
        assert "***@127.0.0.1" in str(caught.value)
        assert PASSWORD not in f"{caught.value} {caught.value.__context__!r} {parse_place(url)!r}"


@pytest.mark.parametrize(
    "url", ["mysql://lore:hidden@host/db", "postgresql://lore:hidden@host:port/db", "sqlite:///hidden"]
)
def test_another_kind_of_url_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SoulsgenError) as caught:
        parse_place(url)
    assert "hidden" not in str(caught.value)
    assert "postgresql://USER:PASSWORD@HOST/DATABASE" in str(caught.value)


def test_a_secret_in_the_query_is_not_shown_either() -> None:
    place = parse_place("postgres://lore:one@db.example.org/lore?sslpassword=two&sslmode=require")
    assert str(place) == "postgresql://lore:***@db.example.org/lore?sslmode=require"


def test_what_can_be_no_ledger_is_no_fault_that_passes(tmp_path: Path) -> None:
    for name in (str(tmp_path), "a\0b"):
        with pytest.raises(SoulsgenError) as caught, Ledger(parse_place(name)):
            pass
        assert caught.value.exit_code == 1


def test_a_file_that_is_no_ledger_is_said(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("not a database, and long enough to tell" * 50, "utf-8")
    with (
        pytest.raises(SoulsgenError, match=r"ledger\.db cannot be used: file is not a database") as caught,
        Ledger(parse_place(str(tmp_path / "ledger.db"))),
    ):
        pass
    assert caught.value.exit_code == 1
