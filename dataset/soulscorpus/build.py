"""From a folder of game text to a corpus: the pipeline in one view."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from soulscorpus.entries import Drops, Entry, through
from soulscorpus.errors import CorpusError
from soulscorpus.folder import check_target, replace_folder
from soulscorpus.formats import find_sources, read_entries
from soulscorpus.manifest import NAME, Counts, Input, Manifest
from soulscorpus.rules import ENTRY_STEPS
from soulscorpus.sentences import SENTENCE_STEPS
from soulscorpus.settings import CorpusSettings
from soulscorpus.sources import load_source
from soulscorpus.split import divide
from soulscorpus.vocabulary import AUTO_SIZE, train_tokenizer
from soulscorpus.words import unique_words

Progress = Callable[[str, int, int], None]
"""Called after each file with its name, the files done and the files in all."""


@dataclass(frozen=True)
class Corpus:
    """A corpus in memory: the bytes of every file of its folder, the manifest among them."""

    files: Mapping[str, bytes]
    manifest: Manifest


def build_corpus(
    source: Path, out: Path, settings: CorpusSettings, progress: Progress | None = None
) -> Manifest:
    """Make the corpus of the game text under `source` and put it at `out`, whole or not at all.

    Raises CorpusError for a fault in the files, for nothing to keep, and for an `out` that holds
    anything but an earlier corpus.
    """
    check_target(out, source)
    corpus = make_corpus(source, settings, progress)
    replace_folder(out, corpus.files)
    return corpus.manifest


def make_corpus(source: Path, settings: CorpusSettings, progress: Progress | None = None) -> Corpus:
    """The corpus of the game text under `source`, written nowhere. Raises CorpusError as above."""
    inputs: dict[str, Input] = {}
    entry_drops, sentence_drops = Drops(), Drops()
    # Lazy up to here, so that `progress` follows the whole work and not the reading alone.
    entries = through(ENTRY_STEPS, _read(source, inputs, progress), entry_drops)
    sentences = list(through(SENTENCE_STEPS, entries, sentence_drops))
    train, test = divide(sentences, settings.test_share)
    if not train:
        raise CorpusError(_nothing(source, inputs, entry_drops, len(test)))
    words = unique_words(train + test)
    size = AUTO_SIZE if settings.vocab_size == "auto" else settings.vocab_size
    tokenizer = train_tokenizer(train, size)
    files = {
        "corpus.raw.txt": _lines(sentence.text for sentence in sentences),
        "corpus.train.txt": _lines(train),
        "corpus.test.txt": _lines(test),
        "words.txt": _lines(words),
        "tokenizer.json": tokenizer.to_str(pretty=True).encode(),
    }
    read = sum(file.entries for file in inputs.values())
    counts = Counts(
        files=len(inputs),
        entries_read=read,
        entries_kept=read - entry_drops.total(),
        sentences=len(sentences),
        train=len(train),
        test=len(test),
        words=len(words),
        vocabulary=tokenizer.get_vocab_size(),
    )
    outputs = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = Manifest(settings, counts, dict(entry_drops), dict(sentence_drops), inputs, outputs)
    return Corpus({**files, NAME: manifest.to_json().encode()}, manifest)


def _read(source: Path, inputs: dict[str, Input], progress: Progress | None) -> Iterator[Entry]:
    """The entries of every file, in order; each file read is noted in `inputs`."""
    paths = find_sources(source)
    for done, path in enumerate(paths, start=1):
        file = load_source(path, source)
        entries = list(read_entries(file))
        inputs[file.name] = Input(file.sha256, len(entries))
        yield from entries
        if progress:
            progress(file.name, done, len(paths))


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode()


def _nothing(source: Path, inputs: Mapping[str, Input], drops: Drops, held_out: int) -> str:
    """The sentence for a corpus without a training sentence, with what became of the entries."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in drops.most_common()) or "none"
    read = sum(file.entries for file in inputs.values())
    return (
        f"{source} gives no sentence to train on: {read} entries read, {held_out} sentences held out for "
        f"test; dropped: {reasons}"
    )
