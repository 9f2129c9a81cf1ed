"""How many cores a worker may take."""

import os
from pathlib import Path

import pytest

from handlerkit.device import cores


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system does not say")
@pytest.mark.parametrize("share", ["max 100000\n", "10000000000 100000\n", "of another kind", None])
def test_without_a_smaller_share_all_cores_are_ours(tmp_path: Path, share: str | None) -> None:
    if share is not None:
        (tmp_path / "cpu.max").write_text(share, "ascii")
    assert cores(tmp_path / "cpu.max") == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(("share", "expected"), [("100000 100000\n", 1), ("20000 100000\n", 1)])
def test_a_containers_share_is_rounded_up_to_cores(tmp_path: Path, share: str, expected: int) -> None:
    (tmp_path / "cpu.max").write_text(share, "ascii")
    assert cores(tmp_path / "cpu.max") == expected
