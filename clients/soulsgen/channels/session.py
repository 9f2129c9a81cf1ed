"""A session of `requests` that follows nobody elsewhere and waits for no answer without end."""

import requests
from urllib3.util.retry import Retry

from soulsgen.bounded import Bounded

ANSWER_S = 60.0
MAX_ANSWER_BYTES = 8_000_000


def open_session(retries: Retry | int = 0) -> requests.Session:
    """Raises requests.ReadTimeout for an answer that is not whole after ANSWER_S, ConnectionError for one of
    more than MAX_ANSWER_BYTES, and TooManyRedirects for any: a POST that is sent on becomes a GET.
    """
    session = requests.Session()
    session.max_redirects = 0
    # A connection that was kept since the last post may be dead, which shows when the next one is on its way.
    session.headers["Connection"] = "close"
    for scheme in ("http://", "https://"):
        session.mount(scheme, Bounded(MAX_ANSWER_BYTES, ANSWER_S, max_retries=retries))
    return session
