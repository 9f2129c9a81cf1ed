"""`python training/tagger/train.py --treebank DIR`: the treebank in, the pipeline of `soulstagger` out."""

import argparse
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.cli.train import train

from tagger.package import PackageError, check_target, write_package
from tagger.score import Score, score
from tagger.treebank import TreebankError, treebank_file, write_binary
from tagger.vocabulary import common_words

CONFIG = Path(__file__).with_name("config.cfg")
OUT = Path(__file__).parents[2] / "dataset" / "soulstagger" / "pipeline"


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the part-of-speech tagger of soulstagger.")
    parser.add_argument(
        "--treebank", type=Path, required=True, help="folder of *-ud-{train,dev,test}.conllu.xz"
    )
    parser.add_argument("--config", type=Path, default=CONFIG, help="sizes and schedule (%(default)s)")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the pipeline (%(default)s)")
    chosen = parser.parse_args()
    try:
        measured = make_tagger(chosen.treebank, chosen.config, chosen.out)
    except (TreebankError, PackageError) as error:
        sys.exit(f"Error: {error}")
    print(f"pos_acc={measured.pos_acc} test_words={measured.words}")


def make_tagger(treebank: Path, config: Path, out: Path) -> Score:
    """Train as `config` says on the treebank's train part, keep the weights that are best on its dev part,
    put them at `out` and give their score on its test part.

    Raises TreebankError for a missing or faulty part and PackageError for an `out` that holds other things,
    before the training.
    """
    check_target(out)
    test = treebank_file(treebank, "test")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {part: folder / f"{part}.spacy" for part in ("train", "dev")}
        for part, target in parts.items():
            write_binary(treebank_file(treebank, part), target)
        train(config, folder, overrides={f"paths.{part}": str(target) for part, target in parts.items()})
        language = spacy.load(folder / "model-best")
        measured = score(language, test)
        words = common_words(treebank_file(treebank, "train"))
        write_package(language, words, measured, out)
    return measured


if __name__ == "__main__":
    main()
