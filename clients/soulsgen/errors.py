"""Errors a user can act on, each with the exit status its command ends with."""


class SoulsgenError(Exception):
    """A fault with a sentence for the user; `exit_code` is the command's exit status."""

    exit_code = 1


class Unavailable(SoulsgenError):
    """The other side could not be reached or gave up, also after the retries; trying later may help.

    75 is EX_TEMPFAIL of sysexits.h.
    """

    exit_code = 75


class Refused(SoulsgenError):
    """The other side understood and said no; the same request will be refused again."""

    exit_code = 2
