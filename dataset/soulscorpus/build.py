"""From a folder of game text to a corpus: the pipeline in one view."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from soulscorpus import items
from soulscorpus.entries import Drops, Entry, through
from soulscorpus.errors import CorpusError
from soulscorpus.folder import check_target
from soulscorpus.languages import UNKNOWN
from soulscorpus.manifest import NAME, Counts, Manifest, earlier_build, examples_of
from soulscorpus.reading import read_entries
from soulscorpus.selection import select
from soulscorpus.settings import ANY_LANGUAGE, CorpusSettings
from soulscorpus.split import is_test
from soulscorpus.survey import Progress, Survey, find_sources, name_of, survey
from soulscorpus.vocabulary import AUTO_SIZE, train_tokenizer
from soulscorpus.whole import digest, new_folder
from soulscorpus.words import words_of

RAW, TRAIN, TEST = "corpus.raw.txt", "corpus.train.txt", "corpus.test.txt"
WORDS, TOKENIZER = "words.txt", "tokenizer.json"


@dataclass(frozen=True)
class Built:
    """`fresh` is False when the corpus that stood there came from the same files in the same way."""

    manifest: Manifest
    fresh: bool


def build_corpus(
    source: Path, out: Path, settings: CorpusSettings, progress: Progress | None = None, *, anew: bool = False
) -> Built:
    """Make the corpus of the game text under `source` and put it at `out`, whole or not at all.

    Raises CorpusError for a fault in the files, for nothing to keep, and for an `out` that holds
    anything but an earlier corpus.
    """
    check_target(out, source)
    if not anew and (earlier := earlier_build(out, settings, _inputs(source))):
        return Built(earlier, fresh=False)
    with new_folder(out) as folder:
        return Built(make_corpus(source, folder, settings, progress), fresh=True)


def try_corpus(source: Path, settings: CorpusSettings, progress: Progress | None = None) -> Manifest:
    """What `build_corpus` would write, written nowhere that stays."""
    with TemporaryDirectory() as folder:
        return make_corpus(source, Path(folder), settings, progress)


def make_corpus(
    source: Path, folder: Path, settings: CorpusSettings, progress: Progress | None = None
) -> Manifest:
    """Write the corpus of the game text under `source` into the empty `folder`, entry by entry.

    In memory are the largest kind of one game (its weapons, say) and some tens of bytes for every other
    entry. Raises CorpusError as above.
    """
    found = survey(source, progress)
    _check_language(settings, found, source)
    steps = select(settings, found, progress)
    entry_drops, sentence_drops = Drops(), Drops()
    entries = through(steps.things, read_entries(found, progress), entry_drops)
    entries = items.writing_items(entries, folder / items.NAME)
    entries = through(steps.texts, entries, entry_drops)
    sentences = through(steps.sentences, entries, sentence_drops)
    train, test, words = _write_sentences(sentences, folder, settings.test_share)
    if not train:
        raise CorpusError(_nothing(source, found, entry_drops, test))
    size = AUTO_SIZE if settings.vocab_size == "auto" else settings.vocab_size
    tokenizer = train_tokenizer(_lines(folder / TRAIN), size, settings.tokenizer)
    (folder / TOKENIZER).write_text(tokenizer.to_str(pretty=True), "utf-8")
    counts = Counts(
        files=len(found.inputs),
        entries_read=found.entries,
        entries_kept=found.entries - entry_drops.counts.total(),
        sentences=train + test,
        train=train,
        test=test,
        words=words,
        vocabulary=tokenizer.get_vocab_size(),
    )
    manifest = Manifest(
        settings=settings,
        counts=counts,
        dropped_entries=dict(entry_drops.counts),
        dropped_sentences=dict(sentence_drops.counts),
        examples=examples_of(entry_drops, sentence_drops),
        inputs=found.inputs,
        outputs={path.name: digest(path) for path in sorted(folder.iterdir())},
    )
    (folder / NAME).write_text(manifest.to_json(), "utf-8")
    return manifest


def _check_language(settings: CorpusSettings, found: Survey, source: Path) -> None:
    known = found.languages - {UNKNOWN}
    if settings.language != ANY_LANGUAGE and known and settings.language not in found.languages:
        raise CorpusError(f"{source} holds no text in {settings.language}; found: {', '.join(sorted(known))}")


def _inputs(source: Path) -> dict[str, str]:
    return {name_of(path, source): digest(path) for path in find_sources(source)}


def _write_sentences(sentences: Iterable[Entry], folder: Path, test_share: float) -> tuple[int, int, int]:
    """Write the three texts and the words; gives the sentences for training, those for test, the words."""
    counts = {TRAIN: 0, TEST: 0}
    words: set[str] = set()
    with ExitStack() as stack:
        raw, train, test = (
            stack.enter_context((folder / name).open("w", encoding="utf-8", errors="replace", newline="\n"))
            for name in (RAW, TRAIN, TEST)
        )
        for sentence in sentences:
            held_out = is_test(sentence, test_share)
            raw.write(f"{sentence.text}\n")
            (test if held_out else train).write(f"{sentence.text}\n")
            counts[TEST if held_out else TRAIN] += 1
            words.update(words_of(sentence.text))
    (folder / WORDS).write_text("".join(f"{word}\n" for word in sorted(words)), "utf-8")
    return counts[TRAIN], counts[TEST], len(words)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.removesuffix("\n")


def _nothing(source: Path, found: Survey, drops: Drops, held_out: int) -> str:
    """The sentence for a corpus without a training sentence, with what became of the entries."""
    by_count: Mapping[str, int] = dict(drops.counts.most_common())
    reasons = ", ".join(f"{count} {reason}" for reason, count in by_count.items()) or "none"
    return (
        f"{source} gives no sentence to train on: {found.entries} entries read, {held_out} sentences held "
        f"out for test; dropped: {reasons}"
    )
