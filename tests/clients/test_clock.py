"""Times as they are written."""

from typing import Any

import pytest

from soulsgen.clock import clock, timestamp
from soulsgen.errors import SoulsgenError


def test_hours_go_on_past_a_day_and_nothing_is_before_the_start() -> None:
    assert clock(27 * 3600 + 65.9) == "27:01:05"
    assert timestamp(723.25, ".") == "00:12:03.250"
    assert (clock(-1.0), timestamp(-0.2, ",")) == ("0:00:00", "00:00:00,000")


@pytest.mark.parametrize("seconds", [float("inf"), float("-inf"), float("nan"), 10**400, "1", None])
def test_what_is_no_finite_number_is_no_time(seconds: Any) -> None:
    for write in (clock, lambda given: timestamp(given, ",")):
        with pytest.raises(SoulsgenError, match="is no time in seconds"):
            write(seconds)
