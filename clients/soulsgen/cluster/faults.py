"""What an API server or the way to it says when it says no, put in words.

Bodies are `Status` objects:
https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#response-status-kind
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from soulsgen.connection import in_words
from soulsgen.errors import Refused, SoulsgenError, Unavailable

# 408, 429 and 5xx may pass; a webhook that is restarting answers 500.
PASSING_STATUSES = {408, 429, 500, 502, 503, 504}
# Who else writes fields of our objects, as conflicts name them.
MANAGERS = {
    "soulsgen-schedule": "set by `soulsgen k8s suspend` or `resume`",
    "soulsgen-secrets": "set by `soulsgen k8s secrets`",
    "kube-controller-manager": "set by the cluster, perhaps by an autoscaler",
    "kubectl-client-side-apply": "set by `kubectl apply`",
}


class Denied(Refused):
    """The API server understood a request and said no. `reason` is its own word, such as NotFound."""

    def __init__(self, sentence: str, status: int, reason: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.reason = reason


class Busy(Unavailable):
    """The API server answered, and may answer better later."""


class Unreachable(Unavailable):
    """No API server answered."""


@contextmanager
def translated(about: str, host: str) -> Iterator[None]:
    """Raise what a request for `about` fails with as a SoulsgenError."""
    from kubernetes.client.exceptions import ApiException
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ApiException as error:
        raise _answered(about, host, error.status or 0, error.body or error.reason or "") from error
    except HTTPError as error:
        raise unreachable(host, error) from error


def decoded(data: bytes, code: int, host: str) -> dict[str, Any]:
    """The object that a server answered with; a login page or a proxy's greeting is none."""
    text = data.decode("utf-8", "replace")
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise _not_kubernetes(host, code, text)
    return content


def event_of(line: str, host: str) -> tuple[str, dict[str, Any]]:
    """Type and object of one line of a watch. Raises Busy for half a line or a page: a new look may help."""
    try:
        event = json.loads(line)
        return str(event["type"]), dict(event["object"])
    except (ValueError, TypeError, KeyError) as error:
        raise Busy(f"{host} sent something that is no event of a watch: {_short(line)}") from error


def incomplete(what: str, path: str, host: str) -> Denied:
    """`what` came from the server without the field `path`."""
    return Denied(f"{host} sent {what} without {path}: is it Kubernetes?", 200, "")


def unreachable(host: str, error: Exception) -> SoulsgenError:
    """A broken connection; a certificate that is not trusted will not be trusted later either."""
    cause = getattr(error, "reason", None) or error
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return Refused(f"the certificate of the API server at {host} is not trusted: {_certificate(cause)}")
    return Unreachable(f"no answer from the API server at {host}: {in_words(cause)}")


def _certificate(cause: object) -> str:
    return str(cause).partition("certificate verify failed: ")[2].partition(" (_ssl")[0] or str(cause)


def _answered(about: str, host: str, code: int, body: str) -> SoulsgenError:
    status = _status(body)
    if code == 0:
        return unreachable(host, Exception(body))
    if status is None:
        return _not_kubernetes(host, code, body)
    said = status.get("message") or "no reason given"
    if code == 401:
        return Refused(
            f"the API server at {host} does not accept these credentials ({said}): "
            "they may have expired; log in to the cluster again, or name another --context"
        )
    reason = str(status.get("reason") or "")
    sentence = f"{about}: {_full(status, said)} ({' '.join(filter(None, (str(code), reason)))})"
    if code in PASSING_STATUSES:
        return Busy(sentence)
    return Denied(sentence, code, reason)


def _not_kubernetes(host: str, code: int, body: str) -> SoulsgenError:
    words = f"{host} answered HTTP {code} with something that is not Kubernetes: {_short(body)}"
    return Busy(words) if code in PASSING_STATUSES else Denied(words, code, "")


def _status(body: str) -> Mapping[str, Any] | None:
    try:
        status = json.loads(body)
    except ValueError:
        return None
    return status if isinstance(status, dict) and status.get("kind") == "Status" else None


def _full(status: Mapping[str, Any], said: str) -> str:
    """The server's message, with the causes it does not name itself and with what a manager stands for."""
    causes = (status.get("details") or {}).get("causes") or ()
    extra = [
        ": ".join(filter(None, (cause.get("field"), cause.get("message"))))
        for cause in causes
        if (cause.get("field") or cause.get("message") or "") not in said
    ]
    # Conflicts come as a list of several lines.
    words = " ".join("; ".join([said, *extra]).split())
    known = [meaning for name, meaning in MANAGERS.items() if re.search(f'conflicts? with "{name}"', words)]
    return f"{words} ({', '.join(known)})" if known else words


def _short(body: str, longest: int = 120) -> str:
    line = " ".join(body.split())
    return line if len(line) <= longest else f"{line[:longest]}…"
