"""How a container ended, in words. The statuses are those that every command of ours ends with."""

from collections.abc import Mapping
from typing import Any

MEANINGS = {
    0: "done",
    1: "a fault; its log says which",
    2: "refused, and the same request will be refused again: keys, permissions or a duplicate",
    69: "the fate of the post is unknown: look at the account before it runs again",
    75: "a fault that may pass, such as a rate limit or a server out of reach; a later run may do better",
    126: "the image cannot run the command",
    127: "the image has no such command",
    128: "the container could not be started",
    137: "killed: out of time or out of memory",
    143: "asked to stop before it was done",
}


def ending(terminated: Mapping[str, Any]) -> str:
    """`terminated` is the state that a container's status holds."""
    code = terminated.get("exitCode", 0)
    words = MEANINGS.get(code, "a fault of its own kind; its log says which")
    if terminated.get("reason") == "OOMKilled":
        words = "killed for using more memory than its limit"
    elif code >= 126 and terminated.get("message"):
        words = f"{words} ({' '.join(terminated['message'].split())})"
    return f"exit status {code}: {words}"
