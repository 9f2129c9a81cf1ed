"""The clients' queue and figures."""

import time
from pathlib import Path

import pytest
from load import Answer, Queue, figures
from served import checkout


def test_bodies_are_taken_once_each_in_order() -> None:
    queue = Queue([b"a", b"b"], until=None)
    assert [queue.take() for _ in range(3)] == [(0, b"a"), (1, b"b"), None]


def test_with_an_end_in_time_bodies_are_taken_over_and_over_until_then() -> None:
    queue = Queue([b"a", b"b"], until=time.perf_counter() + 60)
    assert [queue.take() for _ in range(3)] == [(0, b"a"), (1, b"b"), (2, b"a")]
    assert Queue([b"a"], until=time.perf_counter()).take() is None


def test_figures_are_a_rate_and_centiles() -> None:
    told = figures([Answer(number, b"", seconds) for number, seconds in enumerate((1.0, 2.0, 3.0))], 1.5)
    assert told == pytest.approx({"per_second": 2.0, "p50": 2.0, "p95": 2.9, "wall": 1.5})


def test_a_checkout_has_the_changed_configuration_and_refuses_to_change_nothing(tmp_path: Path) -> None:
    checkout(tmp_path / "one", "asr", "timestamps: auto", "timestamps: never")
    config = tmp_path / "one" / "serve-handlers" / "asr" / "model-config.yaml"
    assert "  timestamps: never\n" in config.read_text("utf-8")
    with pytest.raises(ValueError, match="has no 'timestamps: sometimes' to replace"):
        checkout(tmp_path / "two", "asr", "timestamps: sometimes", "timestamps: never")
