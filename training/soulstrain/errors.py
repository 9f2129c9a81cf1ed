"""The one error of this package."""


class TrainingError(ValueError):
    """Training cannot go on; the message names what was wrong, where, and what to do."""
