"""Where a bucket is: a URL or a path as the user gave it, checked, and shown without what is secret."""

import re
from dataclasses import dataclass
from pathlib import Path

from soulsgen.errors import SoulsgenError

KNOWN = "gs://BUCKET, s3://BUCKET, file:///FOLDER or a folder"
ALIASES = {"gs": "gs", "gcs": "gs", "s3": "s3", "s3a": "s3", "file": "file", "memory": "memory"}
# A colon is for S3 access points (arn:aws:s3:...).
BUCKET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
SECRETS = (
    (re.compile(r"//\S*@"), "//***@"),
    (
        re.compile(r"(?i)([?&][\w-]*(?:key|secret|token|signature|credential|password)[\w-]*=)[^&\s\"']+"),
        r"\1***",
    ),
)


@dataclass(frozen=True)
class Location:
    """`scheme` is gs, s3, file or memory; `path` is bucket and prefix, or an absolute folder."""

    scheme: str
    path: str

    def __str__(self) -> str:
        return self.path if self.scheme == "file" else f"{self.scheme}://{self.path}"


def parse_location(text: str) -> Location:
    """Raises SoulsgenError, which shows `text` without the credentials that may be in it."""
    text = text.strip()
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _folder(text)
    if scheme not in ALIASES:
        raise SoulsgenError(f"{without_secrets(text)} is not a bucket; give {KNOWN}")
    if scheme == "file":
        return _folder(rest.removeprefix("localhost"), text)
    if "@" in rest or "?" in rest or "#" in rest:
        raise SoulsgenError(
            f"{without_secrets(text)}: a bucket's URL takes no credentials and no options; "
            "credentials come from the environment, as docs/buckets.md says"
        )
    parts = rest.rstrip("/").split("/")
    if not BUCKET_NAME.fullmatch(parts[0]) or not {"", ".", ".."}.isdisjoint(parts):
        raise SoulsgenError(f"{text} is not the URL of a bucket and a folder in it; give {KNOWN}")
    return Location(ALIASES[scheme], "/".join(parts))


def _folder(path: str, url: str | None = None) -> Location:
    if not path or (url and not path.startswith("/")) or re.match(r"[a-z][a-z0-9+.-]+:", path):
        raise SoulsgenError(f"{without_secrets(url or path)!r} is neither a URL nor a folder; give {KNOWN}")
    return Location("file", str(Path(path).expanduser().absolute()))


def without_secrets(text: str) -> str:
    """`text` with user names, passwords, keys and signatures in URLs replaced by ***."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text
