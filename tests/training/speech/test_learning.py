from pathlib import Path

import numpy as np
import pytest
import torch

from soulstrain.speech.batches import Batches
from soulstrain.speech.learning import State, learn, resume, save_state, start
from soulstrain.speech.presets import speech_recipe
from soulstrain.speech.shards import Data

RECIPE = speech_recipe("tiny-test", steps=6)
CPU = torch.device("cpu")


class Killed(Exception):
    """The process ends here."""


@pytest.fixture(scope="module")
def data() -> Data:
    chance = np.random.default_rng(0)
    features = chance.standard_normal((4, 80, 500)).astype(np.float16)
    said = {"start": 0.0, "end": 1.0, "words": [0.0, 0.5], "sounds": [[0.0, 1], [0.5, 2]]}
    labels = tuple({"segments": [{**said, "text": f"Run {n}."}]} for n in range(4))
    return Data((features,), (labels,))


def finished(state: State, data: Data, path: Path, kill_at: int | None = None) -> dict[str, torch.Tensor]:
    def save(state: State) -> None:
        save_state(path, {"seed": 3}, state)
        if state.step == kill_at:
            raise Killed

    learn(state, Batches(data, RECIPE.rows, 3, parts=2), RECIPE, save, bar=False, save_seconds=0)
    return state.learner.state_dict()


def test_a_killed_training_ends_with_the_weights_of_one_that_was_not(data: Data, tmp_path: Path) -> None:
    whole = finished(start(RECIPE, 3, CPU), data, tmp_path / "whole.pt")
    with pytest.raises(Killed):
        finished(start(RECIPE, 3, CPU), data, tmp_path / "cut.pt", kill_at=2)
    state = start(RECIPE, 99, CPU)
    assert resume(tmp_path / "cut.pt", {"seed": 3}, state)
    assert (state.step, state.resumed_from) == (2, 2)
    resumed = finished(state, data, tmp_path / "cut.pt")
    assert state.step == 6
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_a_checkpoint_of_another_training_is_not_used(data: Data, tmp_path: Path) -> None:
    state = start(RECIPE, 3, CPU)
    save_state(tmp_path / "a.pt", {"seed": 3}, state)
    assert not resume(tmp_path / "a.pt", {"seed": 4}, state)
    assert state.resumed_from is None


def test_a_few_windows_are_learnt_by_heart(data: Data, tmp_path: Path) -> None:
    recipe = speech_recipe("tiny-test", steps=60, learning_rate=1e-2, width=32)
    state = start(recipe, 3, CPU)
    threads = torch.get_num_threads()
    learn(state, Batches(data, 2, 3, parts=2), recipe, lambda _: None, bar=False)
    assert torch.get_num_threads() == threads
    first, last = state.history[0], state.history[-1]
    assert (first[0], last[0]) == (50, 60)
    # Tokens, sounds, attention.
    assert last[1] < 0.6 * first[1]
    assert last[2] < 0.6 * first[2]
    assert last[3] < 0.9 * first[3]


def test_the_encoders_sinusoids_are_not_trained(data: Data, tmp_path: Path) -> None:
    before = (
        start(RECIPE, 3, CPU).learner.state_dict()["whisper.model.encoder.embed_positions.weight"].clone()
    )
    after = finished(start(RECIPE, 3, CPU), data, tmp_path / "x.pt")
    assert torch.equal(after["whisper.model.encoder.embed_positions.weight"], before)
