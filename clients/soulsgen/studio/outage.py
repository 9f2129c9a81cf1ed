"""A server that does not draw: why, and when it is asked again."""

_FIRST_S, _LONGEST_S = 0.25, 5.0


class Outage:
    """Moments are of any clock. `reason` is "" while all is well."""

    def __init__(self) -> None:
        self.over()

    def over(self) -> None:
        self.reason = ""
        self._pause_s = _FIRST_S
        self._failed_s = self._again_s = float("-inf")

    def failed(self, at_s: float, began_s: float, reason: str) -> None:
        """What was asked for at `began_s` failed; if others had failed since, it makes no pause longer."""
        if began_s < self._failed_s:
            return
        self.reason, self._failed_s, self._again_s = reason, at_s, at_s + self._pause_s
        self._pause_s = min(2 * self._pause_s, _LONGEST_S)

    def left_s(self, now_s: float) -> float:
        """Until it is asked again."""
        return max(0.0, self._again_s - now_s)
