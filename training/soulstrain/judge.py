"""How well trained weights foretell a corpus's held-out sentences, without training."""

from dataclasses import dataclass
from pathlib import Path

from soulstrain.corpus import TEST, read_sentences
from soulstrain.errors import TrainingError
from soulstrain.evaluation import perplexity, surprise
from soulstrain.examples import encode
from soulstrain.model import from_folder
from soulstrain.presets import PRESETS
from soulstrain.quiet import quiet


@dataclass(frozen=True)
class Judgement:
    """`loss`: nats a token over `tokens` tokens of `sentences` sentences; `perplexity` is its exp."""

    loss: float
    perplexity: float
    tokens: int
    sentences: int


def judge(weights: Path, corpus: Path) -> Judgement:
    """The GPT-2 in the folder `weights` on the test split of the folder `corpus`, on a GPU if there is one.

    Raises TrainingError when either is missing or not what it should be.
    """
    import torch

    if not (corpus / TEST).is_file():
        raise TrainingError(f"{corpus / TEST} is missing; make a corpus with `soulsgen create corpus`")
    sentences = read_sentences(corpus / TEST)
    with quiet():
        start = from_folder(weights, PRESETS["demo"])
    model = start.model.to("cuda" if torch.cuda.is_available() else "cpu")
    examples = encode(sentences, start.tokenizer, start.recipe.sequence)
    nats, tokens = surprise(model, examples.ids, start.tokenizer.pad_token_id)
    return Judgement(nats / tokens, perplexity(nats / tokens), tokens, len(sentences))
