import math

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from soulstrain.evaluation import perplexity, surprise

EXAMPLES = [[1, 5, 6, 2], [1, 9, 2], [1, 4, 4, 4, 8, 7, 2]]


@pytest.fixture
def model() -> GPT2LMHeadModel:
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=10, n_positions=8, n_embd=8, n_layer=1, n_head=2, bos_token_id=1, eos_token_id=2
    )
    return GPT2LMHeadModel(config)


def test_surprise_is_the_summed_negative_log_likelihood_of_all_tokens_but_the_first(
    model: GPT2LMHeadModel,
) -> None:
    model.eval()
    by_hand = 0.0
    for ids in EXAMPLES:
        logits = model(input_ids=torch.tensor([ids])).logits[0]
        for position, token in enumerate(ids[1:]):
            by_hand -= math.log(torch.softmax(logits[position], dim=0)[token].item())
    nats, tokens = surprise(model, EXAMPLES, pad=3)
    assert tokens == 3 + 2 + 6
    assert nats == pytest.approx(by_hand, rel=1e-6)


def test_what_pads_a_batch_does_not_count(model: GPT2LMHeadModel) -> None:
    alone = [surprise(model, [ids], pad=3) for ids in EXAMPLES]
    nats, tokens = surprise(model, EXAMPLES, pad=2)
    assert tokens == sum(count for _, count in alone)
    assert nats == pytest.approx(sum(value for value, _ in alone), rel=1e-6)


def test_dropout_is_off_while_evaluating_and_on_again_after(model: GPT2LMHeadModel) -> None:
    model.train()
    assert surprise(model, EXAMPLES, pad=3) == surprise(model, EXAMPLES, pad=3)
    assert model.training


def test_the_perplexity_of_a_fair_coin_is_two_and_never_overflows() -> None:
    assert perplexity(math.log(2)) == pytest.approx(2)
    assert perplexity(1e6) == math.exp(100)
