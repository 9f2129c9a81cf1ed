"""The table and the figures of the voice benchmark, from rounds that are given."""

from pathlib import Path

import pytest
from bench_tts import figures, lines
from tts_checkpoint import write_checkpoint
from tts_rows import Row, p95, row

ROUNDS = [
    {
        "espeak served 1": Row("espeak-ng, served", 100.0, 0.02, first, 0.08, 700.0),
        "vits bare": Row("VITS, bare", 4.0, 1.0, 1.1, 1.2, 900.0),
        "vits served 16": Row("VITS, served", served, 1.0, 1.1, 1.2, 900.0),
    }
    for first, served in ((0.03, 3.0), (0.05, 4.0), (0.04, 3.6))
]


def test_a_row_is_of_what_was_said_in_its_time() -> None:
    made = row("one", [(0.1, 0.4, 2.0), (0.3, 0.6, 4.0)], 2.0, 50.0)
    told = (made.times_real, made.first_p50, made.first_p95, made.last_p50, made.memory_mb)
    assert told == pytest.approx((3.0, 0.2, 0.29, 0.5, 50.0))
    assert p95([7.0]) == 7.0


def test_the_two_figures_that_are_held_come_last() -> None:
    made = figures(ROUNDS, {"cancel_p95_ms": [20.0, 40.0]})
    assert list(made) == ["cancel_p95_ms", "first_chunk_p95_ms", "vits_served_over_bare"]
    assert made == pytest.approx(
        {"cancel_p95_ms": 39.0, "first_chunk_p95_ms": 40.0, "vits_served_over_bare": 0.9}
    )
    assert figures([{"vits bare": ROUNDS[0]["vits bare"]}], {}) == {}


def test_the_table_holds_medians() -> None:
    assert lines(ROUNDS)[2] == "| espeak-ng, served | 100.0 | 20 | 40 | 80 | 700 |"


def test_the_checkpoint_has_the_published_shape_and_speaks_at_a_humans_pace(tmp_path: Path) -> None:
    import torch

    from tts.engines.engine import Line
    from tts.engines.transformers_engine import load_engine
    from tts.speech import Speech
    from tts.text.sentence import sentences_of

    # facebook/mms-tts-eng: 36.3 million parameters with its posterior encoder, 29 without.
    assert write_checkpoint(tmp_path) == pytest.approx(29e6, rel=0.05)
    torch.set_num_threads(1)
    engine = load_engine(tmp_path, torch.device("cpu"))
    ((_, made),) = engine.speak([Line(0, sentences_of("The bell tolls for you.")[0], "")], lambda row: False)
    assert isinstance(made, Speech)
    assert 1.0 < made.duration_s < 3.0
