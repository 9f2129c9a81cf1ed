"""Which of the decoder's cross-attention heads follow the sound: word times are read from them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from soulstrain.speech.exam import Question
from soulstrain.speech.hearing import HEAD
from soulstrain.speech.tokens import STEP_S

KEPT = 2  # heads


def alignment_heads(model: Any, questions: Sequence[Question]) -> tuple[list[list[int]], float]:
    """(layer, head) of the heads nearest to where words begin, and the median error of the best, in seconds.

    The text is given, so the measure is of time alone: at the character that begins a word, the frame that a
    head looks at most is compared with where the synthesiser began the word.
    """
    model.set_attn_implementation("eager")
    errors: dict[tuple[int, int], list[float]] = {}
    for question in questions:
        for layer, attention in enumerate(_attentions(model, question)):
            for head, weights in enumerate(attention):
                errors.setdefault((layer, head), []).extend(_errors(weights, question))
    ranked = sorted(errors, key=lambda place: float(np.median(errors[place])))
    return [list(place) for place in sorted(ranked[:KEPT])], float(np.median(errors[ranked[0]]))


def _attentions(model: Any, question: Question) -> list[NDArray[np.float32]]:
    """A layer each: [heads, characters of the text, encoder positions]."""
    ids = torch.tensor([[*HEAD, *f" {question.text}".encode("ascii")]])
    features = torch.from_numpy(question.features.astype(np.float32))[None]
    with torch.inference_mode():
        output = model(input_features=features, decoder_input_ids=ids, output_attentions=True)
    # The row of a token is where the token behind it was chosen.
    return [layer[0, :, len(HEAD) - 1 : -1].float().numpy() for layer in output.cross_attentions]


def _errors(weights: NDArray[np.float32], question: Question) -> list[float]:
    """Seconds between a head's frame and the truth, word by word; row 0 is the space before the text."""
    places = np.cumsum([1, *(len(word) + 1 for word in question.text.split())])[:-1]
    frames = weights[places].argmax(-1) * STEP_S
    return [abs(float(frame) - start) for frame, start in zip(frames, question.words, strict=True)]
