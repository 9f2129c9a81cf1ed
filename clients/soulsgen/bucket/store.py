"""One folder of a bucket, through fsspec: objects appear whole, and faults come in words."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol
from uuid import uuid4

from soulsgen.bucket.faults import in_words
from soulsgen.bucket.location import Location
from soulsgen.errors import Refused, SoulsgenError

READ_BYTES = 1 << 20
BLOCK_BYTES = 8 << 20  # of one range request
EXTRAS = {"gs": "gs", "s3": "s3"}
# s3fs sends ten parts of 50 MB at once by default: half a gigabyte of memory. It tries five times itself,
# so that botocore's four further tries of each would make a dead server a matter of seven minutes.
OPTIONS: dict[str, dict[str, Any]] = {
    "s3": {"max_concurrency": 3, "config_kwargs": {"retries": {"max_attempts": 1}}},
}

Progress = Callable[[int], None]
"""Takes the bytes that have moved since the last call."""


class FileSystem(Protocol):
    """The part of an fsspec filesystem that is used."""

    def info(self, path: str) -> dict[str, Any]: ...
    def ls(self, path: str, detail: bool) -> list[dict[str, Any]]: ...
    def cat_file(self, path: str) -> bytes: ...
    def pipe_file(self, path: str, value: bytes) -> None: ...
    def put_file(self, lpath: str, rpath: str, callback: Any) -> None: ...
    def open(self, path: str, mode: str, block_size: int | None = None) -> Any: ...
    def makedirs(self, path: str, exist_ok: bool) -> None: ...
    def mv(self, path1: str, path2: str) -> None: ...
    def rm_file(self, path: str) -> None: ...


def open_store(location: Location) -> "Store":
    """Raises SoulsgenError that names the extra when the scheme's driver is not installed."""
    extra = EXTRAS.get(location.scheme, "bucket")
    try:
        import fsspec

        # gcsfs logs each error it raises, with its traceback; ours is the only word.
        logging.getLogger("gcsfs").addHandler(logging.NullHandler())
        with in_words(str(location)):
            options = OPTIONS.get(location.scheme, {})
            fs = fsspec.filesystem(location.scheme, use_listings_cache=False, **options)
    except ImportError as error:
        raise SoulsgenError(f"{location} needs an extra: pip install 'soulsgen[{extra}]'") from error
    return Store(fs, location)


class Store:
    """Objects by name, relative to `location`, with `/` between folders."""

    def __init__(self, fs: FileSystem, location: Location) -> None:
        self.fs = fs
        self.location = location
        # Object stores show an object when all of it has come; a disk shows each block.
        self.staged = location.scheme == "file"

    def url(self, name: str) -> str:
        """What a person calls the object."""
        return f"{self.location}/{name}"

    def _path(self, name: str) -> str:
        return f"{self.location.path}/{name}".rstrip("/")

    def entries(self, folder: str) -> dict[str, int | None]:
        """Names in `folder` with their bytes, None for a folder; nothing when there is no such folder."""
        try:
            with in_words(self.url(folder)):
                found = self.fs.ls(self._path(folder), detail=True)
        except FileNotFoundError:
            return {}
        sizes = {
            entry["name"].rstrip("/").rpartition("/")[2]: entry["size"] if entry["type"] == "file" else None
            for entry in found
        }
        return {name: size for name, size in sorted(sizes.items()) if name and not name.startswith(".")}

    def read(self, name: str, limit: int) -> bytes | None:
        """The object's bytes; None when there is none. Raises SoulsgenError over `limit` bytes."""
        try:
            with in_words(self.url(name)):
                info = self.fs.info(self._path(name))
                if info["type"] != "file":
                    return None
                if info["size"] > limit:
                    raise SoulsgenError(f"{self.url(name)} has {info['size']} bytes; the limit is {limit}")
                return self.fs.cat_file(self._path(name))
        except FileNotFoundError:
            return None

    def chunks(self, name: str) -> Iterator[bytes]:
        """The object's bytes, a piece at a time. Raises SoulsgenError when there is none."""
        try:
            with (
                in_words(self.url(name)),
                self.fs.open(self._path(name), "rb", block_size=BLOCK_BYTES) as source,
            ):
                while chunk := source.read(READ_BYTES):
                    yield chunk
        except FileNotFoundError as error:
            raise SoulsgenError(f"{self.url(name)} is missing") from error

    def write(self, name: str, data: bytes) -> None:
        """Make the object `data`, replacing one that is there in one step."""
        with self._writing(name):
            if self.staged:
                with self._beside(self._path(name)) as file:
                    file.write(data)
            else:
                self.fs.pipe_file(self._path(name), data)

    def send(self, name: str, source: Path, progress: Progress) -> None:
        """Make the object what the file `source` holds."""
        with self._writing(name):
            if self.staged:
                self._copy(source, self._path(name), progress)
            else:
                self._put(source, self._path(name), progress)

    def remove(self, name: str) -> None:
        with self._writing(name):
            self.fs.rm_file(self._path(name))

    @contextmanager
    def _writing(self, name: str) -> Iterator[None]:
        try:
            with in_words(self.url(name)):
                yield
        except FileNotFoundError as error:
            # Also what S3 and GCS say of an object in a bucket that does not exist.
            raise Refused(f"{self.url(name)}: not found; does the bucket exist?") from error

    def _put(self, source: Path, path: str, progress: Progress) -> None:
        from fsspec.callbacks import Callback

        moved = 0

        def tell(size: int, value: int) -> None:  # noqa: ARG001
            nonlocal moved
            step, moved = value - moved, value
            if step:
                progress(step)

        self.fs.put_file(str(source), path, callback=Callback(hooks={"progress": tell}))

    def _copy(self, source: Path, path: str, progress: Progress) -> None:
        with source.open("rb") as reader, self._beside(path) as writer:
            while chunk := reader.read(READ_BYTES):
                writer.write(chunk)
                progress(len(chunk))

    @contextmanager
    def _beside(self, path: str) -> Iterator[IO[bytes]]:
        """A file on disk that takes the name `path` when the block ends well and all of it is stored."""
        folder, _, base = path.rpartition("/")
        self.fs.makedirs(folder, exist_ok=True)
        temporary = f"{folder}/.{base}.{uuid4().hex}"
        try:
            with self.fs.open(temporary, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            self.fs.mv(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                self.fs.rm_file(temporary)
