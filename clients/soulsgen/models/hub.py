"""The Hugging Face Hub: what a repository holds at one commit, and the bytes of a file from any place on.

huggingface_hub speaks with it. Its own downloads begin a file anew after a stop (since version 2, so that
processes without a lock cannot write into one part); here a lock holds the parts, and the bytes are asked for
from where they ended.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.models.content import HubFile
from soulsgen.models.faults import http_error, hub_faults, passes
from soulsgen.reply import json_of

Progress = Callable[[int], None]

TIMEOUT_S = 30.0
# Tries in a row that bring nothing before the connection is given up.
TRIES = 5
_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True)
class Listing:
    """A repository at one commit."""

    repository: str
    commit: str
    licence: str | None
    files: tuple[HubFile, ...]


@dataclass(frozen=True)
class Hub:
    """Where the Hub is, and the token to show it; pause_s: between tries."""

    endpoint: str
    token: str | None = field(default=None, repr=False)
    pause_s: float = 1.0

    def look_up(self, repository: str, revision: str) -> Listing:
        """What `revision`, a branch, a tag or a commit, is now.

        Raises Refused for a repository or revision that is not there or not for this token, Unavailable when
        the Hub cannot be reached.
        """
        from huggingface_hub import HfApi

        with hub_faults(self.endpoint, repository, revision, signed=bool(self.token)):
            # False is no token; None would be the one that `hf auth login` left on this machine.
            api = HfApi(endpoint=self.endpoint, token=self.token or False)
            info = api.model_info(repository, revision=revision, files_metadata=True, timeout=TIMEOUT_S)
            if info.gated:
                api.auth_check(repository)
        if not info.sha:
            raise SoulsgenError(f"{self.endpoint} does not say which commit {revision} of {repository} is")
        files = tuple(
            HubFile(
                path=each.rfilename,
                size=each.size or 0,
                sha256=each.lfs.sha256 if each.lfs else None,
                git_sha1=None if each.lfs else each.blob_id,
            )
            for each in info.siblings or []
        )
        return Listing(repository, info.sha, _licence(info.tags), files)

    def read_object(self, listing: Listing, path: str) -> dict[str, Any]:
        """The JSON object in a small file. Raises as `look_up` does, and SoulsgenError when it is none."""
        from huggingface_hub import get_session, hf_raise_for_status

        with self._faults(listing):
            response = get_session().get(self._url(listing, path), headers=self._headers(), timeout=TIMEOUT_S)
            hf_raise_for_status(response)
            text = response.text
        try:
            return dict(json_of(text.encode()))
        except (ValueError, TypeError) as error:
            raise SoulsgenError(f"{path} of {listing.repository} is not a JSON object ({error})") from error

    def fetch(self, listing: Listing, file: HubFile, part: Path, progress: Progress) -> None:
        """Bring the file `part` to the size of `file`, from the bytes on that it holds.

        Raises as `look_up` does; what came until then stays in `part`.
        """
        part.touch()
        with self._faults(listing):
            idle = 0
            while (before := part.stat().st_size) < file.size:
                fault = self._try(listing, file, part, progress)
                idle = 0 if part.stat().st_size > before else idle + 1
                if idle == TRIES:
                    raise fault or Unavailable(f"{self.endpoint} sends nothing more of {file.path}")
                if idle:
                    time.sleep(self.pause_s * 2 ** (idle - 1))

    def _try(self, listing: Listing, file: HubFile, part: Path, progress: Progress) -> Exception | None:
        """One request; the fault that ended it when another may do better."""
        from huggingface_hub.errors import HfHubHTTPError

        try:
            self._stream(listing, file, part, progress)
        except HfHubHTTPError as error:
            if not passes(error.response.status_code):
                raise
            return error
        except http_error() as error:
            return error
        return None

    def _stream(self, listing: Listing, file: HubFile, part: Path, progress: Progress) -> None:
        from huggingface_hub import get_session, hf_raise_for_status

        start, url = part.stat().st_size, self._url(listing, file.path)
        headers = {**self._headers(), **({"Range": f"bytes={start}-"} if start else {})}
        with get_session().stream("GET", url, headers=headers, timeout=TIMEOUT_S) as response:
            hf_raise_for_status(response)
            # 206: from where the part ends. Else the whole file comes.
            resumed = response.status_code == 206
            if not resumed:
                progress(-start)
            with part.open("ab" if resumed else "wb") as out:
                for chunk in response.iter_raw(_CHUNK_BYTES):
                    out.write(chunk)
                    out.flush()
                    progress(len(chunk))
                    if out.tell() > file.size:  # not what was asked for; no disk is filled with it
                        return

    def _faults(self, listing: Listing) -> AbstractContextManager[None]:
        return hub_faults(self.endpoint, listing.repository, listing.commit, signed=bool(self.token))

    def _url(self, listing: Listing, path: str) -> str:
        from huggingface_hub import hf_hub_url

        return hf_hub_url(listing.repository, path, revision=listing.commit, endpoint=self.endpoint)

    def _headers(self) -> dict[str, str]:
        """The token is dropped by the HTTP library where the Hub sends on to another host."""
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        # Ranges and sizes are of the file, not of what a proxy packs it into.
        return {**shown, "User-Agent": "soulsgen", "Accept-Encoding": "identity"}


def _licence(tags: list[str] | None) -> str | None:
    prefix = "license:"
    return next((tag.removeprefix(prefix) for tag in tags or [] if tag.startswith(prefix)), None)
