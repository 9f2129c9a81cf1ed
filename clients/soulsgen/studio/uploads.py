"""Pictures that nobody drew a student for: each becomes a character's folder that the archive looks into.

FOLDER/upload-0123456789ab/  character.png, THA3's five files of weights, cels/, effects/

The weights are links: of the folder's own disk, or of their path, which the archive then has to see as well.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.motion.emotion import CELS
from soulsgen.studio.portrait import Portrait

PREFIX = "upload-"
# What is asked of --tha3, in one of two forms.
NETWORKS = (
    *("eyebrow_decomposer", "eyebrow_morphing_combiner", "face_morpher", "two_algo_face_body_rotator"),
    "editor",
)
_SUFFIXES = (".safetensors", ".pt")
_MOST = 32
_EFFECT = "fx_"
_LAYER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
_NAME_LENGTH = 12


@dataclass(frozen=True)
class Uploads:
    """folder: what the archive's model-config calls `characters`. weights: of THA3, one file a network."""

    folder: Path
    weights: tuple[Path, ...]

    def name_of(self, portrait: Portrait, layers: Mapping[str, Portrait]) -> str:
        """The same for the same pictures. Raises SoulsgenError for a layer whose name is none."""
        for name in layers:
            if not _LAYER.fullmatch(name):
                raise SoulsgenError(f"a cel cannot be called {name[:40]!r}: letters, digits and _")
        told = [portrait.digest, *(f"{name} {layers[name].digest}" for name in sorted(layers))]
        return PREFIX + sha256("\n".join(told).encode()).hexdigest()[:_NAME_LENGTH]

    def write(
        self, name: str, portrait: Portrait, layers: Mapping[str, Portrait], live: Collection[str]
    ) -> None:
        """All of the character `name` at once; of more than 32 the oldest leave that are not `live`.

        Raises SoulsgenError when it cannot be written.
        """
        try:
            with tempfile.TemporaryDirectory(prefix=".", dir=self.folder) as made:
                folder = Path(made, name)
                self._fill(folder, portrait, layers)
                self._place(folder)
            self._forget({*live, name})
        except OSError as error:
            raise SoulsgenError(f"{error.filename or self.folder}: {error.strerror or error}") from error

    def _place(self, made: Path) -> None:
        """Where the archive looks; one that is there already is the same, and as good as new."""
        target = self.folder / made.name
        try:
            made.rename(target)
        except OSError:
            if not target.is_dir():
                raise
            os.utime(target)

    def _fill(self, folder: Path, portrait: Portrait, layers: Mapping[str, Portrait]) -> None:
        pictures = {"character": portrait}
        pictures |= {_path(name): each for name, each in layers.items()}
        for name, each in pictures.items():
            path = folder / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(each.png())
        for weights in self.weights:
            try:
                os.link(weights, folder / weights.name)
            except OSError:
                (folder / weights.name).symlink_to(weights)

    def _forget(self, live: Collection[str]) -> None:
        ours = sorted(self.folder.glob(f"{PREFIX}*"), key=lambda each: each.lstat().st_mtime)
        leaving = [each for each in ours if each.name not in live]
        for each in leaving[: max(0, len(ours) - _MOST)]:
            shutil.rmtree(each, ignore_errors=True)


def _path(layer: str) -> str:
    """Effects have a prefix in other programs' files."""
    return f"cels/{layer}" if layer in CELS else f"effects/{layer.removeprefix(_EFFECT)}"


def uploads_of(weights: Path | None, folder: Path | None) -> Uploads | None:
    """Of --tha3 and --characters. Raises SoulsgenError for one without the other, and for missing files."""
    if weights is None and folder is None:
        return None
    if weights is None or folder is None:
        raise SoulsgenError(
            "--tha3 and --characters go together: the weights, and where characters are written"
        )
    files = []
    for network in NETWORKS:
        found = [path for suffix in _SUFFIXES if (path := weights / f"{network}{suffix}").is_file()]
        if not found:
            raise SoulsgenError(f"{weights}: no {network}.pt; THA3 has five files")
        files.append(found[0].resolve())
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SoulsgenError(f"{folder}: cannot be written into")
    return Uploads(folder.resolve(), tuple(files))
