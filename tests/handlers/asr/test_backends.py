"""Both backends against transformers' Whisper on the same weights: encoder, greedy ids, languages, times."""

from pathlib import Path

import numpy as np
import pytest
import torch

from asr import prompt
from asr.backend import Backend, Draw
from asr.ctranslate2_backend import CTranslate2Backend
from asr.torch_backend import TorchBackend
from asr.vocabulary import Vocabulary
from asr.whisper import Whisper
from handlers.asr import reference

CPU = torch.device("cpu")


def torch_backend(folder: Path) -> TorchBackend:
    return TorchBackend(Whisper.load(folder, CPU, torch.float32), Vocabulary.read(folder))


def ctranslate2_backend(folder: Path) -> CTranslate2Backend:
    vocabulary = Vocabulary.read(folder)
    return CTranslate2Backend(folder / "ctranslate2", vocabulary, lambda: torch_backend(folder), "float32", 1)


@pytest.fixture(params=[torch_backend, ctranslate2_backend], ids=["torch", "ctranslate2"])
def make(request: pytest.FixtureRequest) -> type[Backend]:
    return request.param


def test_the_encoder_hears_what_transformers_hears(make: type[Backend], whisper: Path) -> None:
    with torch.inference_mode():
        want = reference.load(whisper).model.encoder(reference.features()).last_hidden_state
    got = make(whisper).encode(reference.features())
    assert np.abs(np.asarray(got) - want.numpy()).max() < 2e-5


@pytest.mark.parametrize("context", [(), ("the hand that lit it", ("Ulbrecht",))], ids=["bare", "prompted"])
def test_greedy_ids_with_times_are_those_of_transformers(
    make: type[Backend], whisper: Path, context: tuple
) -> None:
    vocabulary = Vocabulary.read(whisper)
    before = prompt.context(vocabulary, *context) if context else ()
    start = prompt.start(vocabulary, "de", "transcribe", timestamps=True)
    want = reference.greedy(reference.load(whisper), reference.features(), before + start, True, 60)
    backend = make(whisper)
    drawn = backend.decode(backend.encode(reference.features()), [Draw(before, start, 0.0, True)] * 3)
    assert [item.ids for item in drawn] == want
    assert all(set(item.ids) & set(vocabulary.timestamps) for item in drawn)


def test_greedy_letters_without_times_are_those_of_transformers(make: type[Backend], letters: Path) -> None:
    vocabulary = Vocabulary.read(letters)
    start = prompt.start(vocabulary, "en", "transcribe", timestamps=False)
    want = reference.greedy(reference.load(letters), reference.features(), start, False, 60)
    backend = make(letters)
    drawn = backend.decode(backend.encode(reference.features()), [Draw((), start, 0.0, False)] * 3)
    assert [item.ids for item in drawn] == want


def test_rows_of_different_prompts_are_decoded_as_if_alone(make: type[Backend], whisper: Path) -> None:
    vocabulary, backend = Vocabulary.read(whisper), make(whisper)
    memory = backend.encode(reference.features())
    start = prompt.start(vocabulary, "en", "transcribe", timestamps=True)
    texts = ("", "the hand", "two dice fall: a twelve! the lantern remembers")
    draws = [Draw(prompt.context(vocabulary, text, ()), start, 0.0, True) for text in texts]
    together = backend.decode(memory, draws)
    alone = [backend.decode(memory[[row]], [draw])[0] for row, draw in enumerate(draws)]
    assert [item.ids for item in together] == [item.ids for item in alone]
    assert [item.logprob for item in together] == pytest.approx([item.logprob for item in alone], abs=1e-3)
    assert len({tuple(item.ids) for item in together}) == 3


def test_the_backends_agree_on_probabilities_languages_and_times(whisper: Path) -> None:
    vocabulary = Vocabulary.read(whisper)
    ours, theirs = torch_backend(whisper), ctranslate2_backend(whisper)
    memories = [backend.encode(reference.features()) for backend in (ours, theirs)]
    start = prompt.start(vocabulary, "en", "transcribe", timestamps=False)
    drawn = [
        backend.decode(memory, [Draw((), start, 0.0, False)] * 3)
        for backend, memory in zip((ours, theirs), memories, strict=True)
    ]
    for one, other in zip(*drawn, strict=True):
        assert one.ids == other.ids
        assert (one.logprob, one.no_speech) == pytest.approx((other.logprob, other.no_speech), abs=1e-3)
    detected = [backend.detect(memory) for backend, memory in zip((ours, theirs), memories, strict=True)]
    for one, other in zip(*detected, strict=True):
        assert one == pytest.approx(other, abs=1e-4)
        assert sum(one.values()) == pytest.approx(1)
    texts = [vocabulary.encode(text) for text in (" The lantern", " Two dice fall: a twelve!", " it")]
    aligned = [
        backend.align(memory, start, texts, [4.0, 2.0, 3.75])
        for backend, memory in zip((ours, theirs), memories, strict=True)
    ]
    for one, other, text in zip(*aligned, texts, strict=True):
        assert one.seconds == other.seconds
        assert one.probabilities == pytest.approx(other.probabilities, rel=1e-2)
        assert len(one.seconds) == len(text) + 1


def test_a_language_is_as_likely_as_transformers_says(whisper: Path) -> None:
    model, vocabulary = reference.load(whisper), Vocabulary.read(whisper)
    ids = torch.full((3, 1), vocabulary.begin)
    with torch.inference_mode():
        logits = model(reference.features(), decoder_input_ids=ids).logits[:, 0]
    backend = torch_backend(whisper)
    for row, found in zip(logits, backend.detect(backend.encode(reference.features())), strict=True):
        chances = row[list(vocabulary.languages.values())].softmax(-1).tolist()
        assert found == pytest.approx(dict(zip(("en", "de", "ja"), chances, strict=True)), abs=1e-4)


def test_chance_draws_other_texts_and_obeys_the_rules_of_times(make: type[Backend], whisper: Path) -> None:
    vocabulary, backend = Vocabulary.read(whisper), make(whisper)
    memory = backend.encode(reference.features())[[0] * 8]
    start = prompt.start(vocabulary, "en", "transcribe", timestamps=True)
    drawn = backend.decode(memory, [Draw((), start, 1.0, True)] * 8)
    assert len({tuple(item.ids) for item in drawn}) > 4
    for item in drawn:
        times = [token for token in item.ids if token in vocabulary.timestamps]
        assert item.ids[0] in vocabulary.timestamps
        assert times == sorted(times)
        assert not set(item.ids) & vocabulary.controls


@pytest.mark.parametrize("most", [1, 7])
def test_a_window_has_no_more_tokens_than_the_model_settings_allow(whisper: Path, most: int) -> None:
    vocabulary = Vocabulary.read(whisper)
    start = prompt.start(vocabulary, "en", "transcribe", timestamps=True)
    draw = Draw(prompt.context(vocabulary, "the hand " * 40, ()), start, 0.0, True)
    ours = TorchBackend(Whisper.load(whisper, CPU, torch.float32), vocabulary, most)
    theirs = CTranslate2Backend(whisper / "ctranslate2", vocabulary, lambda: ours, "float32", 1, most)
    for backend in (ours, theirs):
        assert len(backend.decode(backend.encode(reference.features())[[0]], [draw])[0].ids) == most
