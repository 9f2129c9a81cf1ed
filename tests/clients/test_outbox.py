import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from soulsgen.channels.outbox import Outbox
from soulsgen.channels.post import Post
from soulsgen.errors import SoulsgenError

LINE = "The bell tolls “once” for the 火."


def test_a_post_becomes_a_text_and_its_record(tmp_path: Path) -> None:
    receipt = Outbox(tmp_path / "new" / "outbox", channel="x").send(Post(LINE))
    text, record = (tmp_path / "new" / "outbox" / f"{receipt.id}{kind}" for kind in (".txt", ".json"))
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{8}", receipt.id)
    assert receipt.url == text.as_uri()
    assert text.read_text("utf-8") == LINE + "\n"
    fields = json.loads(record.read_text("utf-8"))
    created = fields.pop("created")
    assert re.sub(r"[-:]", "", created).replace("+0000", "Z") == receipt.id.split("-")[0]
    assert fields == {"channel": "x", "text": LINE, "made_with_ai": True, "weighted_length": 33}


def test_the_same_text_again_overwrites_nothing(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, channel="x")
    ids = [outbox.send(Post(LINE)).id for _ in range(5)]
    assert len(set(ids)) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{name}{kind}" for name in ids for kind in (".json", ".txt")
    )


def test_writers_at_the_same_time_overwrite_nothing(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, channel="x")
    with ThreadPoolExecutor(8) as writers:
        ids = list(writers.map(lambda _: outbox.send(Post(LINE)).id, range(40)))
    assert len(set(ids)) == 40
    assert len(list(tmp_path.iterdir())) == 80


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("not a folder", "utf-8")
    with pytest.raises(SoulsgenError, match=r"outbox does not take the post: File exists"):
        Outbox(tmp_path / "outbox", channel="x").send(Post(LINE))
    assert (tmp_path / "outbox").read_text("utf-8") == "not a folder"
