"""The diffusers engine on a real pipeline, tiny and random."""

from pathlib import Path
from typing import Any
from weakref import ReferenceType, ref

import numpy as np
import pytest
import torch

pytest.importorskip("diffusers", reason="the painter extra is not installed: pip install 'soulsgen[painter]'")

from handlerkit.checks import SettingsError
from painter import pack
from painter.diffusion import DiffusionPainter
from painter.engine import Fault, Picture, seed_of
from painter.model import load_painter
from painter.settings import ModelSettings, Request
from tiny_pipeline import write_tiny_pipeline

HILL = Request("a hill", width=64, height=64, seed=1, steps=2)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pipeline as the archive holds it."""
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_pipeline(folder)
    (folder / "packed").mkdir()
    pack.pack(folder / "pipeline", folder / "packed")
    return folder / "packed"


@pytest.fixture(scope="module")
def painter(weights: Path) -> DiffusionPainter:
    made = load_painter(weights, ModelSettings(), CPU)
    assert isinstance(made, DiffusionPainter)
    return made


def pixels(answer: Picture | Fault) -> np.ndarray:
    assert isinstance(answer, Picture)
    return answer.pixels


def test_a_packed_pipeline_is_found_and_paints(painter: DiffusionPainter) -> None:
    answer = painter.paint([HILL])[0]
    assert isinstance(answer, Picture)
    assert (answer.pixels.shape, answer.pixels.dtype) == ((64, 64, 3), np.uint8)
    assert answer.pixels.std() > 1
    assert (answer.seed, answer.steps) == (1, 2)
    assert answer.made_by.startswith("diffusers ")
    assert answer.made_by.endswith(" StableDiffusionPipeline")


def test_a_seed_gives_the_same_picture_alone_and_in_company(painter: DiffusionPainter) -> None:
    other = Request("a lake", width=64, height=64, seed=2, steps=2)
    alone = pixels(painter.paint([HILL])[0])
    first, _, again = painter.paint([HILL, other, HILL])
    # A row's place in a batch rounds its last bit.
    for each in (first, again):
        assert np.abs(pixels(each).astype(int) - alone).max() <= 1


def test_without_a_seed_it_follows_from_the_text(painter: DiffusionPainter) -> None:
    one, other = (Request(text, width=64, height=64, steps=2) for text in ("a hill", "a lake"))
    first, second = painter.paint([one, other])
    assert isinstance(first, Picture)
    assert isinstance(second, Picture)
    assert (first.seed, second.seed) == (seed_of(one), seed_of(other))
    assert first.seed != second.seed


def test_sizes_that_no_pipeline_makes_are_cut_out_of_the_next_larger(painter: DiffusionPainter) -> None:
    odd = Request("a hill", width=101, height=77, seed=1, steps=1)
    assert pixels(painter.paint([odd])[0]).shape == (77, 101, 3)


def test_requests_that_are_alike_go_together_and_come_back_in_order(
    painter: DiffusionPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    together = painter._together
    monkeypatch.setattr(
        painter, "_together", lambda requests: batches.append(len(requests)) or together(requests)
    )
    wide = Request("a hill", width=80, height=64, seed=1, steps=1)
    answers = painter.paint([HILL, wide, HILL, HILL, wide, HILL, HILL])
    assert [pixels(answer).shape[1] for answer in answers] == [64, 80, 64, 64, 80, 64, 64]
    assert sorted(batches) == [1, 2, 4]


def test_a_negative_prompt_changes_the_picture(painter: DiffusionPainter) -> None:
    negative = Request("a hill", negative="trees", width=64, height=64, seed=1, steps=2)
    assert not np.array_equal(pixels(painter.paint([HILL])[0]), pixels(painter.paint([negative])[0]))


class Failing:
    """A pipeline's call that runs out of memory above a batch, or fails at a prompt."""

    def __init__(self, call: Any) -> None:
        self.call = call
        self.batches: list[int] = []
        self.held: list[ReferenceType[torch.Tensor]] = []
        self.alive: list[bool] = []

    def __call__(self, prompt: list[str], width: int, **more: Any) -> Any:
        self.batches.append(len(prompt))
        self.alive.append(any(one() is not None for one in self.held))
        if len(prompt) > 1 or width > 64:
            latents = torch.zeros(9)
            self.held.append(ref(latents))
            raise torch.OutOfMemoryError("no memory")
        if "cursed" in prompt[0]:
            raise RuntimeError("bad prompt")
        return self.call(prompt=prompt, width=width, **more)


def test_short_memory_and_a_failing_row_cost_only_the_rows_they_hit(
    painter: DiffusionPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(painter.pipeline)
    monkeypatch.setattr(painter, "pipeline", failing)
    cursed = Request("cursed", width=64, height=64, seed=1, steps=2)
    large = Request("a hill", width=128, height=64, seed=1, steps=2)
    good, bad, big = painter.paint([HILL, cursed, large])
    assert failing.batches == [1, 2, 1, 1] or failing.batches == [2, 1, 1, 1]
    assert isinstance(good, Picture)
    assert bad == Fault("the pipeline failed at this request", ours=True)
    assert big == Fault("128x64 is more than this machine's memory holds; ask for a smaller picture")
    # What a fault's traceback holds would stand in the retries' way.
    assert failing.alive == [False] * 4


def test_the_settings_steps_are_those_of_a_request_without(weights: Path) -> None:
    painter = DiffusionPainter(weights, ModelSettings(steps=3, guidance=2.0, dtype="float32"), CPU)
    answer = painter.paint([Request("a hill", width=64, height=64)])[0]
    assert isinstance(answer, Picture)
    assert answer.steps == 3


def test_a_folder_outside_the_archive_is_named_when_it_has_no_pipeline(weights: Path, tmp_path: Path) -> None:
    assert isinstance(load_painter(tmp_path, ModelSettings(pipeline=str(weights)), CPU), DiffusionPainter)
    with pytest.raises(SettingsError, match=r"painter.pipeline: .* has no model_index.json"):
        load_painter(weights, ModelSettings(pipeline=str(tmp_path)), CPU)
