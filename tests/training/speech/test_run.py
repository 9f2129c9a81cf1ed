import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from transformers import WhisperFeatureExtractor, WhisperForConditionalGeneration, WhisperTokenizer, pipeline

from soulstrain.errors import TrainingError
from soulstrain.speech import run, tokens
from soulstrain.speech.presets import speech_recipe
from soulstrain.speech.run import score_folder, train
from soulstrain.speech.settings import SpeechSettings
from tiny_corpus import make_corpus

pytest.importorskip("espeakng_loader", reason="the extra `speech` is not installed")
pytest.importorskip("jiwer", reason="the extra `speech` is not installed")
QUESTIONS = 6


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> SpeechSettings:
    folder = tmp_path_factory.mktemp("asr")
    return SpeechSettings(
        corpus_dir=make_corpus(folder / "corpus"),
        out_dir=folder / "out",
        work_dir=folder / "work",
        preset="tiny-test",
        recipe=speech_recipe("tiny-test"),
    )


@pytest.fixture(scope="module")
def metrics(settings: SpeechSettings) -> dict[str, Any]:
    return train(settings, questions=QUESTIONS)


def test_the_folder_holds_half_precision_weights_and_what_it_came_to(
    settings: SpeechSettings, metrics: dict[str, Any]
) -> None:
    folder = settings.out_dir
    assert {path.name for path in folder.iterdir()} >= {
        "README.md",
        "config.json",
        "generation_config.json",
        "metrics.json",
        "model.safetensors",
        "preprocessor_config.json",
        "tokenizer.json",
    }
    with safe_open(folder / "model.safetensors", "pt") as weights:
        assert {weights.get_tensor(name).dtype for name in weights.keys()} == {torch.float16}  # noqa: SIM118
        assert not [name for name in weights.keys() if "sounds" in name]  # noqa: SIM118
    assert json.loads((folder / "metrics.json").read_text("utf-8")) == json.loads(json.dumps(metrics))
    assert metrics["steps"] == 4
    assert len(metrics["score"]["rates"]) == 16
    assert not settings.work_dir.exists()


def test_the_card_tells_the_command_the_rates_and_the_limits(
    settings: SpeechSettings, metrics: dict[str, Any]
) -> None:
    card = (settings.out_dir / "README.md").read_text("utf-8")
    assert "soulsgen train asr --preset tiny-test --seed 42" in card
    rates = metrics["score"]["rates"]
    name = "voices never heard, clean"
    kinds = [rates[f"{name}: {kind}"] for kind in ("written by hand", "grammar", "lore")]
    assert f"| {name} | {' | '.join(f'{rate:.1%}' for rate in [*kinds, rates[name]])} |" in card
    assert "| none was at hand | | |" in card
    assert "hardly any human one" in card
    assert "Apache-2.0" in card


def test_plain_transformers_load_and_run_it(settings: SpeechSettings, metrics: dict[str, Any]) -> None:
    model = WhisperForConditionalGeneration.from_pretrained(settings.out_dir)
    assert model.dtype == torch.float32
    extractor = WhisperFeatureExtractor.from_pretrained(settings.out_dir)
    tokenizer = WhisperTokenizer.from_pretrained(settings.out_dir)
    features = extractor(np.zeros(8000, np.float32), sampling_rate=16_000, return_tensors="pt").input_features
    assert features.shape == (1, 80, 500)
    for arguments in (
        {"language": "en", "task": "transcribe"},
        {"language": "en", "return_timestamps": True},
    ):
        ids = model.generate(features, max_new_tokens=20, **arguments)
        assert tokenizer.decode(ids[0], skip_special_tokens=True).isascii()
    prompted = model.generate(
        features, prompt_ids=tokenizer.get_prompt_ids("Ilse", return_tensors="pt"), max_new_tokens=9
    )
    assert prompted.shape[0] == 1
    timed = model.generate(features, return_token_timestamps=True, max_new_tokens=9, language="en")
    assert timed["token_timestamps"].shape == timed["sequences"].shape


def test_a_pipeline_takes_longer_recordings(settings: SpeechSettings, metrics: dict[str, Any]) -> None:
    hear = pipeline("automatic-speech-recognition", model=str(settings.out_dir))
    assert set(hear(np.zeros(16_000 * 2, np.float32))) == {"text"}


def test_its_score_can_be_taken_again(settings: SpeechSettings, metrics: dict[str, Any]) -> None:
    scored = score_folder(settings.out_dir, settings.corpus_dir, questions=QUESTIONS)
    assert scored.values() == metrics["score"]


def test_special_ids_are_in_the_generation_config(settings: SpeechSettings, metrics: dict[str, Any]) -> None:
    config = json.loads((settings.out_dir / "generation_config.json").read_text("utf-8"))
    assert config["lang_to_id"] == {"<|en|>": tokens.ENGLISH}
    assert config["no_timestamps_token_id"] == tokens.NO_TIMESTAMPS
    assert config["prev_sot_token_id"] == tokens.PREVIOUS
    assert config["alignment_heads"] == metrics["alignment_heads"]
    assert ord("~") not in config["suppress_tokens"]
    assert 200 in config["suppress_tokens"]


def test_a_killed_training_goes_on_also_with_other_limits(
    settings: SpeechSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = replace(settings, out_dir=tmp_path / "out", recipe=speech_recipe("tiny-test", steps=2))
    with monkeypatch.context() as patch:
        patch.setattr(run, "make_exam", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            train(short)
    assert not short.out_dir.exists()
    said: list[str] = []
    longer = replace(short, recipe=speech_recipe("tiny-test", steps=3, minutes=5.0))
    metrics = train(longer, say=said.append, questions=QUESTIONS)
    assert said == ["going on at step 2", "scoring"]
    assert (metrics["steps"], metrics["resumed_from"]) == (3, 2)
    assert "--preset tiny-test --steps 3 --minutes 5 --seed 42" in (longer.out_dir / "README.md").read_text(
        "utf-8"
    )


def test_a_folder_of_something_else_is_refused_before_any_work(
    settings: SpeechSettings, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(TrainingError, match="holds something else than an earlier training's output"):
        train(replace(settings, out_dir=tmp_path, work_dir=tmp_path / "work"))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_without_a_recogniser_cannot_be_scored(settings: SpeechSettings, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="holds no Whisper checkpoint"):
        score_folder(tmp_path, settings.corpus_dir, questions=3)


def test_ctranslate2_converts_it(settings: SpeechSettings, metrics: dict[str, Any], tmp_path: Path) -> None:
    ctranslate2 = pytest.importorskip("ctranslate2")
    ctranslate2.converters.TransformersConverter(str(settings.out_dir)).convert(str(tmp_path / "ct2"))
    model = ctranslate2.models.Whisper(str(tmp_path / "ct2"), compute_type="float32")
    features = ctranslate2.StorageView.from_array(np.zeros((1, 80, 500), np.float32))
    result = model.generate(
        features,
        [[tokens.START, tokens.ENGLISH, tokens.TRANSCRIBE, tokens.NO_TIMESTAMPS]],
        return_no_speech_prob=True,
        max_length=20,
    )
    assert 0 <= result[0].no_speech_prob <= 1


def test_a_training_goes_on_from_an_earlier_ones_weights_and_says_so(
    settings: SpeechSettings, metrics: dict[str, Any], tmp_path: Path
) -> None:
    further = replace(
        settings,
        init_dir=settings.out_dir,
        out_dir=tmp_path / "out",
        work_dir=settings.work_dir,
        recipe=speech_recipe("tiny-test", steps=1, learning_rate=1e-9),
    )
    told = train(further, questions=QUESTIONS)
    assert [(one["steps"], one["seed"]) for one in told["before"]] == [(metrics["steps"], 42)]
    with (
        safe_open(settings.out_dir / "model.safetensors", "pt") as first,
        safe_open(tmp_path / "out" / "model.safetensors", "pt") as second,
    ):
        for name in first.keys():  # noqa: SIM118
            assert torch.allclose(first.get_tensor(name), second.get_tensor(name), atol=1e-4)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "    soulsgen train asr --preset tiny-test --seed 42\n" in card
    assert (
        "    soulsgen train asr --preset tiny-test --init model_store/defaults/asr --steps 1 "
        "--learning-rate 1e-09 --seed 42\n"
    ) in card


def test_weights_of_another_shape_are_refused(
    settings: SpeechSettings, metrics: dict[str, Any], tmp_path: Path
) -> None:
    wide = replace(
        settings,
        init_dir=settings.out_dir,
        out_dir=tmp_path / "out",
        recipe=speech_recipe("tiny-test", width=32),
    )
    with pytest.raises(TrainingError, match="has another shape than the preset's"):
        train(wide, questions=QUESTIONS)
