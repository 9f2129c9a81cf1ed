"""The torch backend on a GPU: replayed CUDA graphs write what the CPU writes. `pytest -m gpu`."""

from pathlib import Path

import numpy as np
import pytest
import torch

from asr import prompt
from asr.backend import Draw
from asr.model import load_scribe
from asr.settings import ModelSettings, Request
from asr.torch_backend import TorchBackend
from asr.vocabulary import Vocabulary
from asr.whisper import Whisper
from handlers.asr import reference
from whisper_checkpoints import silence, voice

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="no NVIDIA GPU that torch can use"),
]


def backend(folder: Path, device: str) -> TorchBackend:
    """In float32 on both: bfloat16 may choose otherwise between two close tokens."""
    return TorchBackend(Whisper.load(folder, torch.device(device), torch.float32), Vocabulary.read(folder))


@pytest.mark.parametrize("rows", [1, 3])
def test_greedy_ids_are_the_cpus_at_every_batch_size_and_on_every_replay(whisper: Path, rows: int) -> None:
    gpu, cpu = backend(whisper, "cuda"), backend(whisper, "cpu")
    heard = reference.features()[:rows]
    for language in ("en", "de"):
        start = prompt.start(cpu.vocabulary, language, "transcribe", timestamps=True)
        contexts = [prompt.context(cpu.vocabulary, text, ()) for text in ("", "the hand", "two dice")]
        draws = [Draw(context, start, 0.0, True) for context in contexts[:rows]]
        drawn = [one.decode(one.encode(heard.to(one.model.device)), draws) for one in (gpu, cpu)]
        assert [item.ids for item in drawn[0]] == [item.ids for item in drawn[1]]
        assert [item.logprob for item in drawn[0]] == pytest.approx(
            [item.logprob for item in drawn[1]], abs=0.01
        )


def test_a_worker_in_bfloat16_transcribes_with_words_and_chance(whisper: Path) -> None:
    made = load_scribe(whisper, ModelSettings(least_logprob=-100.0), torch.device("cuda"))
    assert isinstance(made.backend, TorchBackend)
    made.warm_up()
    sound = np.concatenate([silence(2), voice(12), silence(1)])
    (said,) = made.transcribe([(Request(), sound)])
    edges = [edge for word in said.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert said.duration == 15.0
