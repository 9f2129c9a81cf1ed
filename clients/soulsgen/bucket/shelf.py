"""All versions of one artefact in a bucket: the layout, which upload and download share.

    <bucket>/<kind>/<name>/files/<sha256>            a file's content; never changes once it is there
    <bucket>/<kind>/<name>/versions/<version>.json   a manifest: which contents make up the version
    <bucket>/<kind>/<name>/latest.json               a pointer: the version that `latest` means

A version is there when its manifest is, so its files are written first. Versions share equal files.
"""

import json
from dataclasses import dataclass

from soulsgen.bucket.artefact import NAME, check_name
from soulsgen.bucket.manifest import Entry, Manifest, parse_manifest
from soulsgen.bucket.store import Store
from soulsgen.errors import Refused, SoulsgenError

LATEST = "latest"
POINTER_KIND = "soulsgen-latest"
MANIFEST_BYTES = 32 << 20
POINTER_BYTES = 4096
NAMED = 10  # versions in an error's list


@dataclass(frozen=True)
class Shelf:
    """One artefact's place in a bucket."""

    store: Store
    kind: str
    name: str

    @property
    def root(self) -> str:
        return f"{self.kind}/{self.name}"

    def file(self, entry: Entry) -> str:
        """Name of the object that holds the content `entry`."""
        return f"{self.root}/files/{entry.sha256}"

    def sizes(self) -> dict[str, int | None]:
        """Bytes of each content there, by SHA-256; fewer than it should have when a sender died."""
        return self.store.entries(f"{self.root}/files")

    def versions(self) -> list[str]:
        """Names of all versions."""
        names = self.store.entries(f"{self.root}/versions")
        return [name.removesuffix(".json") for name in names if name.endswith(".json")]

    def find(self, version: str) -> Manifest | None:
        """The manifest of `version`; None when there is none. Raises SoulsgenError for one not to trust."""
        name = self._manifest(version)
        data = self.store.read(name, MANIFEST_BYTES)
        if data is None:
            return None
        manifest = parse_manifest(data, self.store.url(name))
        told = (manifest.artefact, manifest.name, manifest.version)
        if told != (self.kind, self.name, version):
            raise SoulsgenError(
                f"{self.store.url(name)} is the manifest of {'/'.join(told)}; it is out of place"
            )
        return manifest

    def get(self, version: str) -> Manifest:
        """The manifest of `version`, which may be `latest`. Raises Refused with the versions there are."""
        check_name("--version", version)
        wanted = self.latest() if version == LATEST else version
        manifest = self.find(wanted) if wanted else None
        if manifest is None:
            raise Refused(f"no version {wanted or LATEST!r} of {self.store.url(self.root)}; {self._choice()}")
        return manifest

    def latest(self) -> str | None:
        """The version `latest` points at; None before the first upload."""
        name = self._pointer()
        data = self.store.read(name, POINTER_BYTES)
        if data is None:
            return None
        try:
            record = json.loads(data)
        except (ValueError, RecursionError):
            record = None
        version = (
            record.get("version") if isinstance(record, dict) and record.get("kind") == POINTER_KIND else None
        )
        if not isinstance(version, str) or not NAME.fullmatch(version):
            raise SoulsgenError(f"{self.store.url(name)} names no version; upload with --force to replace it")
        return version

    def add(self, manifest: Manifest) -> None:
        self.store.write(self._manifest(manifest.version), manifest.to_json())

    def point(self, version: str) -> None:
        """Make `latest` mean `version`."""
        self.store.write(
            self._pointer(), f"{json.dumps({'kind': POINTER_KIND, 'version': version})}\n".encode()
        )

    def _manifest(self, version: str) -> str:
        return f"{self.root}/versions/{version}.json"

    def _pointer(self) -> str:
        return f"{self.root}/{LATEST}.json"

    def _choice(self) -> str:
        versions = self.versions()
        if not versions:
            return "nothing is there yet, or there is no such bucket"
        more = f" and {len(versions) - NAMED} more" if len(versions) > NAMED else ""
        return f"there are {', '.join(versions[:NAMED])}{more}"
