import torch

from soulstrain.descent import Descent
from soulstrain.speech.learning import descent_of, start
from soulstrain.speech.presets import speech_recipe

CPU = torch.device("cpu")


def inside(learner: torch.nn.Module) -> set[str]:
    """Names of the matrices of the layers."""
    return {name for name, weight in learner.named_parameters() if ".layers." in name and weight.dim() == 2}


def stepped() -> tuple[Descent, torch.nn.Module, dict[str, torch.Tensor]]:
    """A learner after one step down gradients of one, and its weights before."""
    learner = start(speech_recipe("tiny-test"), 1, CPU).learner
    before = {name: weight.detach().clone() for name, weight in learner.named_parameters()}
    for weight in learner.parameters():
        weight.grad = torch.ones_like(weight) if weight.requires_grad else None
    descent = descent_of(learner, speech_recipe("tiny-test"))
    descent.step(1e-2)
    return descent, learner, before


def test_a_step_goes_down_the_gradients_and_uses_them_up() -> None:
    _, learner, before = stepped()
    for name, weight in learner.named_parameters():
        assert weight.grad is None
        assert not weight.requires_grad or (weight - before[name]).mean() < 0, name


def test_muon_has_the_matrices_of_the_layers_and_adamw_the_rest() -> None:
    descent, learner, _ = stepped()
    names = {id(weight): name for name, weight in learner.named_parameters()}
    trained = {name for name, weight in learner.named_parameters() if weight.requires_grad}
    assert {names[id(weight)] for weight in descent.muon.state} == inside(learner)
    assert {names[id(weight)] for weight in descent.adamw.state} == trained - inside(learner)
    # Self-attention and two projections in the encoder, self- and cross-attention and two in the decoder.
    assert len(inside(learner)) == 4 + 2 + 8 + 2
