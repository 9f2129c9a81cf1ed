from pathlib import Path

import pytest
from asr_rows import share


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_what_the_processes_hear_is_in_a_row_the_whole_talk(processes: int) -> None:
    parts = tuple(Path(f"part-{number:02}.flac") for number in range(8))
    shares = [share(parts, index, processes) for index in range(processes)]
    assert [part for each in shares for part in each] == list(parts)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
