"""`manifest.json`: what a corpus was made from, with what, and what became of every entry."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from soulscorpus.entries import Drops
from soulscorpus.errors import CorpusError
from soulscorpus.settings import CorpusSettings
from soulscorpus.survey import Input
from soulscorpus.whole import digest, read_json_of

NAME = "manifest.json"
KIND = "soulscorpus"
VERSION = 2  # of the folder's layout; a reader refuses what it does not know
# The same input gives the same bytes as long as these and our own code stay the same.
MAKERS = ("soulsgen", "lxml", "numpy", "py3langid", "python-Levenshtein", "tokenizers")


@dataclass(frozen=True)
class Counts:
    """How many of each; `sentences` is `train` plus `test`, `vocabulary` the tokenizer's size."""

    files: int
    entries_read: int
    entries_kept: int
    sentences: int
    train: int
    test: int
    words: int
    vocabulary: int


@dataclass(frozen=True)
class Manifest:
    """`dropped_*`: counts by reason. `inputs` by name relative to the source, `outputs`: sha256 by name.

    `examples`: under each reason, the first few that it dropped, as `source#id: text`.
    """

    settings: CorpusSettings
    counts: Counts
    dropped_entries: Mapping[str, int]
    dropped_sentences: Mapping[str, int]
    examples: Mapping[str, list[str]]
    inputs: Mapping[str, Input]
    outputs: Mapping[str, str]

    def to_json(self) -> str:
        """The file's text: no dates and no absolute paths, so equal corpora have equal manifests."""
        content = {"kind": KIND, "version": VERSION, "made_with": made_with(), **asdict(self)}
        return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Manifest":
        """The manifest that was written as `content`; raises CorpusError when somebody changed its shape."""
        try:
            manifest = cls._of(content)
        except (KeyError, TypeError, AttributeError) as error:
            raise CorpusError(f"{NAME} is not as it was written ({error}); make the corpus anew") from error
        numbers = [manifest.dropped_entries, manifest.dropped_sentences, asdict(manifest.counts)]
        if not all(isinstance(count, int) for counts in numbers for count in counts.values()):
            raise CorpusError(f"{NAME} counts something in words; make the corpus anew")
        if not all(isinstance(texts, list) for texts in manifest.examples.values()):
            raise CorpusError(f"{NAME} has examples that are no lists; make the corpus anew")
        return manifest

    @classmethod
    def _of(cls, content: Mapping[str, Any]) -> "Manifest":
        return cls(
            settings=CorpusSettings(**content["settings"]),
            counts=Counts(**content["counts"]),
            inputs={name: Input(**file) for name, file in content["inputs"].items()},
            dropped_entries=dict(content["dropped_entries"].items()),
            dropped_sentences=dict(content["dropped_sentences"].items()),
            examples=dict(content["examples"].items()),
            outputs=dict(content["outputs"].items()),
        )


def examples_of(*drops: Drops) -> dict[str, list[str]]:
    """The examples of all `drops`, encodable whatever a faulty table held."""
    return {
        reason: [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        for some in drops
        for reason, texts in some.examples.items()
    }


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of the corpus in `folder`; None when there is none or it is not ours."""
    return read_json_of(folder / NAME, KIND)


def earlier_build(out: Path, settings: CorpusSettings, inputs: Mapping[str, str]) -> Manifest | None:
    """The manifest in `out` if that corpus is whole and made of `inputs` (sha256 by name) in the same way."""
    content = read_manifest(out)
    if not content or content.get("version") != VERSION or content.get("made_with") != made_with():
        return None
    try:
        manifest = Manifest.of(content)
    except CorpusError:
        return None  # somebody edited it: the corpus is made anew
    as_read = {name: file.sha256 for name, file in manifest.inputs.items()}
    if manifest.settings != settings or as_read != inputs:
        return None
    whole = all(_is_whole(out / name, sha256) for name, sha256 in manifest.outputs.items())
    return manifest if whole else None


def _is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and digest(path) == sha256


@cache
def made_with() -> dict[str, str]:
    """Versions of all that decides what a corpus holds; of our own code, the digest."""
    package = Path(__file__).parent
    code = hashlib.sha256()
    for path in sorted([*package.glob("*.py"), *(package / "gamefiles").glob("*.py")]):
        code.update(path.read_bytes())
    return {"code": code.hexdigest(), **{name: version(name) for name in MAKERS}}
