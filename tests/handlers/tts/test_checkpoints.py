"""Checkpoints of transformers as voices: batches, seeds, times, and rows at fault."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

import voice_checkpoints
from handlerkit.checks import SettingsError
from handlerkit.device import pin_threads
from tts.engines.engine import Line, Refused
from tts.engines.network import Utterance
from tts.engines.neural import EstimatedSpeech, NeuralEngine
from tts.engines.transformers_engine import load_engine
from tts.speech import Speech
from tts.text.sentence import Sentence, Spoken, sentences_of

CPU = torch.device("cpu")
TEXTS = ("The bell tolls for you.", "Who goes there, o unkindled one? Roll for it.", "Go!")
KINDS = ("vits", "phonemic", "speecht5", "fastspeech2", "bark")
IPA = {"the": "ðə", "bell": "bˈɛl", "tolls": "tˈoʊlz", "for": "fɔːɹ", "you": "juː"}


def pronounce(words: Sequence[Spoken]) -> list[str]:
    return [IPA.get(word.said.lower().strip(".,?!"), "tˈɛst") for word in words]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("voices")
    voice_checkpoints.write_vits(root / "vits", num_speakers=3, speaker_embedding_size=4)
    voice_checkpoints.write_vits(root / "phonemic", phonemic=True, use_stochastic_duration_prediction=False)
    voice_checkpoints.write_speecht5(root / "speecht5")
    voice_checkpoints.write_fastspeech2(root / "fastspeech2")
    voice_checkpoints.write_bark(root / "bark")
    return {kind: root / kind for kind in KINDS}


@pytest.fixture(scope="module")
def engines(folders: dict[str, Path]) -> dict[str, NeuralEngine]:
    pin_threads(1)
    return {kind: load_engine(folder, CPU, pronounce) for kind, folder in folders.items()}


def lines(engine: NeuralEngine, *texts: str, **more: float) -> list[Line]:
    voice = engine.voices()[-1].name
    return [Line(row, sentences_of(text)[0], voice, **more) for row, text in enumerate(texts)]


def spoken(
    engine: NeuralEngine, wanted: Sequence[Line], cancelled: Callable[[int], bool] = lambda row: False
) -> dict[int, Speech | Refused]:
    return dict(engine.speak(wanted, cancelled))


def speech(engine: NeuralEngine, line: Line) -> Speech:
    made = spoken(engine, [line])[0]
    assert isinstance(made, Speech), made
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_sounds_in_a_batch_as_it_does_alone_and_the_same_again(
    engines: dict[str, NeuralEngine], kind: str
) -> None:
    engine = engines[kind]
    wanted = lines(engine, *TEXTS)
    together = spoken(engine, wanted)
    assert sorted(together) == [0, 1, 2]
    lengths = set()
    for place, line in enumerate(wanted):
        alone, beside = speech(engine, line), together[place]
        assert isinstance(beside, Speech)
        for ours, own in ((beside.words, alone.words), (beside.phonemes, alone.phonemes)):
            assert [one.text for one in ours] == [one.text for one in own]
            assert [one.end_s for one in ours] == pytest.approx([one.end_s for one in own], abs=1e-4)
        np.testing.assert_allclose(beside.samples, alone.samples, atol=1e-4)
        assert alone.samples.std() > 1e-3
        lengths.add(len(alone.samples))
    assert len(lengths) == (1 if kind == "bark" else 3)


@pytest.mark.parametrize("kind", ["vits", "speecht5", "fastspeech2"])
def test_a_row_in_a_padded_group_as_a_gpu_takes_it_sounds_as_it_does_alone(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    engine = engines[kind]
    wanted = lines(engine, *TEXTS)
    alone = [speech(engine, line) for line in wanted]
    monkeypatch.setattr(f"tts.engines.{kind}.alike", lambda lengths, device: [list(range(len(lengths)))])
    for place, made in spoken(engine, wanted).items():
        assert isinstance(made, Speech)
        np.testing.assert_allclose(made.samples, alone[place].samples, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("speed", "pitch"), [(1.0, 0.0), (1.7, 5.0), (0.6, -9.0)])
def test_times_are_in_order_and_inside_the_samples(
    engines: dict[str, NeuralEngine], kind: str, speed: float, pitch: float
) -> None:
    engine = engines[kind]
    line = lines(engine, TEXTS[0], speed=speed, pitch=pitch)[0]
    made = speech(engine, line)
    assert [(word.text, word.at) for word in made.words] == [
        ("The", 0), ("bell", 4), ("tolls", 9), ("for", 15), ("you.", 19)
    ]  # fmt: skip
    for timed in (made.words, made.phonemes):
        marks = [mark for one in timed for mark in (one.start_s, one.end_s)]
        assert marks == sorted(marks)
        assert all(0 <= mark <= made.duration_s + 1e-9 for mark in marks)
    assert all(word.end_s > word.start_s for word in made.words)
    estimated = kind in ("speecht5", "bark")
    assert isinstance(made, EstimatedSpeech) is estimated
    sounds = "ðəbɛltoʊlzfɔːɹjuː" if kind == "fastspeech2" else "ðəbɛltoʊlzfɔɹju"
    told = "".join(one.text for one in made.phonemes)
    assert told == (sounds if kind in ("fastspeech2", "phonemic") else "")


@pytest.mark.parametrize("kind", ["vits", "phonemic", "fastspeech2"])
def test_durations_add_up_to_the_samples(engines: dict[str, NeuralEngine], kind: str) -> None:
    network = engines[kind].network
    voice = network.voices()[0].name
    for text in TEXTS:
        spelled = network.spell(sentences_of(text)[0])
        ((_, sound),) = network.sound([Utterance(spelled, voice, 1.0, 7)], lambda: None)
        assert not isinstance(sound, Refused)
        assert len(sound.tokens) == len(spelled.ids)
        assert sum(sound.tokens) == len(sound.samples) > 0


@pytest.mark.parametrize("kind", ["phonemic", "speecht5", "fastspeech2", "bark"])
def test_twice_the_speed_is_half_as_long_and_pitch_leaves_the_length(
    engines: dict[str, NeuralEngine], kind: str
) -> None:
    engine = engines[kind]
    (usual,) = lines(engine, TEXTS[1])
    whole = speech(engine, usual).duration_s
    (fast,) = lines(engine, TEXTS[1], speed=2.0)
    (high,) = lines(engine, TEXTS[1], pitch=7.0)
    # VITS and FastSpeech2 round every token to whole frames of two milliseconds.
    near = 0.25 if kind in ("phonemic", "fastspeech2") else 0.01
    assert speech(engine, fast).duration_s == pytest.approx(whole / 2, rel=near)
    assert speech(engine, high).duration_s == pytest.approx(whole, rel=near)


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


def test_a_bad_row_does_not_fail_its_neighbours(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engines["vits"]
    good, foreign = (sentences_of(text)[0] for text in ("Go now.", "Иди."))
    cursed, wanted = sentences_of("Cursed.")[0], "vits-0"
    sound = engine.network.sound

    def failing(utterances: Sequence[Utterance], stop: Callable[[], None]) -> object:
        if any(one.spelled.ids == engine.network.spell(cursed).ids for one in utterances):
            raise RuntimeError("no")
        return sound(utterances, stop)

    monkeypatch.setattr(engine.network, "sound", failing)
    batch = [good, foreign, cursed, good]
    rows = [Line(row, sentence, wanted) for row, sentence in enumerate(batch)]
    made = spoken(engine, [*rows, Line(4, good, "nobody")])
    assert made[1] == Refused("none of the sentence's characters is one that this model can read")
    assert made[2] == Refused("the model failed at this sentence", ours=True)
    assert made[4] == Refused("voice must be one of vits-0, vits-1, vits-2, not 'nobody'")
    assert isinstance(made[0], Speech)
    assert isinstance(made[3], Speech)
    assert made[0].samples.tolist() == made[3].samples.tolist()


def test_a_sentence_that_would_take_minutes_is_refused_alone(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts.engines.vits.LONGEST_S", 0.1)
    made = spoken(engines["vits"], lines(engines["vits"], "Go", "The bell tolls for you " * 9))
    assert isinstance(made[0], Speech)
    assert isinstance(made[1], Refused)
    assert "at most" in made[1].sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_is_cancelled_is_broken_off_inside_a_sentence(
    engines: dict[str, NeuralEngine], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("tts.engines.neural._ASK_EVERY_S", 0.0)
    engine, asked = engines[kind], 0

    def after_five(row: int) -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    assert spoken(engine, lines(engine, *TEXTS[:1]), after_five) == {}
    assert asked == 6
    others = spoken(engine, lines(engine, *TEXTS), lambda row: row == 1)
    assert sorted(others) == [0, 2]


def test_the_first_sentence_of_each_row_is_first_and_a_rows_own_are_in_order(
    engines: dict[str, NeuralEngine],
) -> None:
    engine = engines["vits"]
    long, short = sentences_of(TEXTS[1])[0], sentences_of("Go")[0]
    order = [(0, long), (0, short), (0, short), (1, short), (1, long)]
    made = list(engine.speak([Line(row, sentence, "") for row, sentence in order], lambda row: False))
    places = [place for place, _ in made]
    assert set(places[:2]) == {0, 3}
    assert [place for place in places if place < 3] == [0, 1, 2]
    assert [place for place in places if place >= 3] == [3, 4]


@pytest.mark.parametrize("kind", KINDS)
def test_half_the_bits_make_nearly_the_same_speech(folders: dict[str, Path], kind: str) -> None:
    engine = load_engine(folders[kind], CPU, pronounce, dtype=torch.bfloat16)
    made = spoken(engine, lines(engine, *TEXTS))
    assert all(isinstance(one, Speech) and np.isfinite(one.samples).all() for one in made.values())
    if kind == "fastspeech2":
        whole = speech(load_engine(folders[kind], CPU, pronounce), lines(engine, TEXTS[0])[0])
        assert isinstance(made[0], Speech)
        assert np.abs(made[0].samples - whole.samples).mean() < 0.1 * np.abs(whole.samples).mean()


def test_words_of_which_nothing_is_read_have_no_length(engines: dict[str, NeuralEngine]) -> None:
    words = (Spoken("Go", 0, "go"), Spoken("♪", 3, "♪"), Spoken("now", 5, "now"))
    made = speech(engines["vits"], Line(0, Sentence(words, 0.0), ""))
    assert made.words[1].start_s == made.words[1].end_s == made.words[0].end_s
    assert made.words[2].start_s > made.words[1].end_s


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
