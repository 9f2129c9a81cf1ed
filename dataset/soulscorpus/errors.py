"""The one error of this package."""


class CorpusError(ValueError):
    """A fault in the input, the settings or the target folder, said so that a user can act on it.

    A fault in a file begins with `path:line:`.
    """
