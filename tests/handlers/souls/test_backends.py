"""Both backends decode what the reference decodes, in any company."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from transformers import GPT2LMHeadModel

from souls.backend import Backend, Draw
from souls.model import load_backend
from souls.settings import ModelSettings, Sampling
from souls.vocabulary import Vocabulary

GREEDY = Sampling(max_tokens=20, temperature=0)
PROMPTS: list[tuple[int, ...]] = [(1,), (1, 270), (1, 45, 46, 47, 48), (1, 99, 98)]


@pytest.fixture(params=["torch", "ctranslate2"])
def backend(request: pytest.FixtureRequest, random_weights: Path) -> Backend:
    return load(random_weights, request.param)


def load(folder: Path, name: str) -> Backend:
    settings = ModelSettings.from_mapping({"backend": name, "compute_type": "float32"})
    return load_backend(folder, settings, torch.device("cpu"), Vocabulary.read(folder))


def greedy_reference(folder: Path, prompt: Sequence[int], max_tokens: int) -> list[int]:
    model = GPT2LMHeadModel.from_pretrained(folder).eval()
    ids = model.generate(
        torch.tensor([prompt]),
        max_new_tokens=max_tokens,
        do_sample=False,
        suppress_tokens=[0, 1, 3],
        pad_token_id=3,
    )
    new = ids[0, len(prompt) :].tolist()
    return new[: new.index(2)] if 2 in new else new


def test_greedy_text_is_the_references_for_prompts_of_all_lengths(
    backend: Backend, random_weights: Path
) -> None:
    drawn = backend.decode([Draw(prompt, GREEDY) for prompt in PROMPTS])
    expected = [greedy_reference(random_weights, prompt, 20) for prompt in PROMPTS]
    assert [row.ids for row in drawn] == expected
    assert len({tuple(row) for row in expected}) == len(PROMPTS)


def test_each_row_has_its_own_number_of_tokens(backend: Backend, random_weights: Path) -> None:
    lengths = [1, 20, 5, 13]
    draws = [
        Draw(prompt, Sampling(max_tokens=length, temperature=0))
        for prompt, length in zip(PROMPTS, lengths, strict=True)
    ]
    expected = [
        greedy_reference(random_weights, prompt, length)
        for prompt, length in zip(PROMPTS, lengths, strict=True)
    ]
    assert [row.ids for row in backend.decode(draws)] == expected


def test_rows_with_different_settings_keep_their_places(backend: Backend, random_weights: Path) -> None:
    hot = Sampling(max_tokens=20, temperature=5.0, top_p=1.0)
    draws = [Draw(PROMPTS[0], hot), Draw(PROMPTS[1], GREEDY), Draw(PROMPTS[2], hot), Draw(PROMPTS[3], GREEDY)]
    drawn = backend.decode(draws)
    for place in (1, 3):
        assert drawn[place].ids == greedy_reference(random_weights, PROMPTS[place], 20)


def test_prompts_near_the_end_of_the_window_do_not_disturb_short_ones(
    backend: Backend, random_weights: Path
) -> None:
    long = (1, *range(5, 64))
    draws = [Draw(long, Sampling(max_tokens=4, temperature=0)), Draw(PROMPTS[1], GREEDY)]
    drawn = backend.decode(draws)
    assert drawn[0].ids == greedy_reference(random_weights, long, 4)
    assert drawn[1].ids == greedy_reference(random_weights, PROMPTS[1], 20)


def test_a_seed_gives_the_same_tokens_again_and_another_seed_others(backend: Backend) -> None:
    draws = [Draw((1, 270), Sampling(max_tokens=30, top_p=1.0, temperature=2.0))] * 2
    first, other = backend.decode(draws, seed=5), backend.decode(draws, seed=6)
    backend.decode(draws)
    assert backend.decode(draws, seed=5) == first
    assert first != other
    assert first[0] != first[1]


def test_without_a_seed_tokens_differ_also_after_a_seeded_decode(backend: Backend) -> None:
    draws = [Draw((1, 270), Sampling(max_tokens=30, top_p=1.0, temperature=2.0))]
    backend.decode(draws, seed=5)
    first = backend.decode(draws)
    backend.decode(draws, seed=5)
    assert backend.decode(draws) != first


@pytest.mark.parametrize("name", ["torch", "ctranslate2"])
def test_the_end_is_told_from_being_cut_off(known: Path, name: str) -> None:
    backend = load(known, name)
    vocabulary = Vocabulary.read(known)
    draw = Draw(vocabulary.prompt("The king"), Sampling(max_tokens=3, temperature=0))
    cut = Draw(draw.prompt, Sampling(max_tokens=2, temperature=0))
    whole, short = backend.decode([draw, cut])
    assert (vocabulary.text(whole.ids), whole.ended) == (" sleeps.", True)
    assert (vocabulary.text(short.ids), short.ended) == (" sleeps.", False)
