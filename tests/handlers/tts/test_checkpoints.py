"""Checkpoints of transformers as voices: what they make, and folders at fault."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

import voice_checkpoints
from handlerkit.checks import SettingsError
from handlers.tts.speaking import CPU, KINDS, TEXTS, lines, pronounce, speech, spoken
from tts.engines.engine import Line
from tts.engines.neural import NeuralEngine
from tts.engines.transformers_engine import load_engine
from tts.speech import Speech
from tts.text.sentence import sentences_of


def test_speakers_and_seeds_are_other_voices_and_other_readings(
    engines: dict[str, NeuralEngine], folders: dict[str, Path]
) -> None:
    engine = engines["vits"]
    assert [voice.name for voice in engine.voices()] == ["vits-0", "vits-1", "vits-2"]
    sentence = sentences_of(TEXTS[0])[0]
    first, second, usual = (speech(engine, Line(0, sentence, name)) for name in ("vits-0", "vits-1", ""))
    assert usual.samples.tolist() == first.samples.tolist()
    assert first.samples.tolist() != second.samples.tolist()
    other = NeuralEngine(engine.network, 8, seed=1)
    assert speech(other, Line(0, sentence, "vits-0")).samples.tolist() != first.samples.tolist()
    assert [voice.name for voice in engines["speecht5"].voices()] == ["keeper", "warden"]
    assert [voice.name for voice in engines["bark"].voices()] == ["v2/en_keeper"]


def test_vits_without_noise_is_what_transformers_makes(tmp_path: Path) -> None:
    from transformers import VitsModel, VitsTokenizer

    voice_checkpoints.write_vits(tmp_path, noise_scale=0.0, noise_scale_duration=0.0)
    made = speech(load_engine(tmp_path, CPU), Line(0, sentences_of(TEXTS[0])[0], ""))
    tokenizer = VitsTokenizer.from_pretrained(tmp_path)
    with torch.inference_mode():
        theirs = VitsModel.from_pretrained(tmp_path)(**tokenizer(TEXTS[0], return_tensors="pt")).waveform[0]
    np.testing.assert_allclose(made.samples, theirs.numpy(), atol=1e-5)


def test_fastspeech2_is_what_transformers_makes(folders: dict[str, Path]) -> None:
    from transformers import FastSpeech2ConformerWithHifiGan

    engine = load_engine(folders["fastspeech2"], CPU, pronounce)
    sentence = sentences_of(TEXTS[0])[0]
    made = speech(engine, Line(0, sentence, ""))
    model = FastSpeech2ConformerWithHifiGan.from_pretrained(folders["fastspeech2"]).eval()
    with torch.inference_mode():
        theirs = model(torch.tensor([engine.network.spell(sentence).ids])).waveform[0]
    np.testing.assert_allclose(made.samples, theirs.numpy(), atol=1e-4)


def test_a_vocoder_of_its_own_folder_does_as_well(folders: dict[str, Path], tmp_path: Path) -> None:
    voice_checkpoints.write_fastspeech2(tmp_path, apart=True)
    sentence = sentences_of(TEXTS[0])[0]
    both, apart = (load_engine(folder, CPU, pronounce) for folder in (folders["fastspeech2"], tmp_path))
    line = Line(0, sentence, "")
    assert speech(apart, line).samples.tolist() == speech(both, line).samples.tolist()
    (tmp_path / "vocoder" / "config.json").unlink()
    with pytest.raises(SettingsError, match=r"vocoder: not found; this model ends at a spectrogram"):
        load_engine(tmp_path, CPU, pronounce)


@pytest.mark.parametrize("kind", KINDS)
def test_half_the_bits_make_nearly_the_same_speech(folders: dict[str, Path], kind: str) -> None:
    engine = load_engine(folders[kind], CPU, pronounce, dtype=torch.bfloat16)
    made = spoken(engine, lines(engine, *TEXTS))
    assert all(isinstance(one, Speech) and np.isfinite(one.samples).all() for one in made.values())
    if kind == "fastspeech2":
        whole = speech(load_engine(folders[kind], CPU, pronounce), lines(engine, TEXTS[0])[0])
        assert isinstance(made[0], Speech)
        assert np.abs(made[0].samples - whole.samples).mean() < 0.1 * np.abs(whole.samples).mean()


def test_what_is_wrong_with_a_folder_is_told_with_its_path(folders: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"config.json: not found"):
        load_engine(tmp_path, CPU)
    (tmp_path / "config.json").write_text('{"model_type": "gpt2"}', "utf-8")
    with pytest.raises(SettingsError, match=r"model_type 'gpt2' is none of vits, speecht5"):
        load_engine(tmp_path, CPU)
    for kind in ("phonemic", "fastspeech2"):
        with pytest.raises(SettingsError, match=r"cannot be used: it reads phonemes"):
            load_engine(folders[kind], CPU)


def test_pickles_and_missing_weights_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    voice_checkpoints.write_vits(tmp_path)
    weights = tmp_path / "model.safetensors"
    tensors = load_file(weights)
    del tensors["text_encoder.project.weight"]
    save_file(tensors, weights, {"format": "pt"})
    with pytest.raises(
        SettingsError, match=r"1 weights of VitsModel are missing, text_encoder.project.weight"
    ):
        load_engine(tmp_path, CPU)
    weights.unlink()
    torch.save(tensors, tmp_path / "pytorch_model.bin")
    with pytest.raises(SettingsError, match=r"no \*.safetensors \(other formats can hold code\)"):
        load_engine(tmp_path, CPU)


def test_a_preset_outside_the_folder_and_a_speaker_of_another_size_are_refused(tmp_path: Path) -> None:
    voice_checkpoints.write_bark(tmp_path / "bark")
    listed = tmp_path / "bark" / "speaker_embeddings_path.json"
    presets = json.loads(listed.read_text("utf-8"))
    presets["v2/en_keeper"]["fine_prompt"] = "../../etc/passwd"
    listed.write_text(json.dumps(presets), "utf-8")
    with pytest.raises(SettingsError, match=r"fine_prompt names '../../etc/passwd', which is no file in"):
        load_engine(tmp_path / "bark", CPU)
    voice_checkpoints.write_speecht5(tmp_path / "speecht5")
    np.save(tmp_path / "speecht5" / "speakers" / "keeper.npy", np.ones(5))
    with pytest.raises(SettingsError, match=r"keeper.npy: an embedding of 5 numbers; the model takes 6"):
        load_engine(tmp_path / "speecht5", CPU)
