"""The checkpoint for timing: every window says the same number of words, whoever decodes it."""

import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from asr_checkpoint import OPENAI, Shape, write_checkpoint
from asr_engines import Setup
from asr_process import EngineFault, Process

from asr.model import load_scribe
from asr.settings import ModelSettings, parse_request
from whisper_checkpoints import contained, voice

TOKENS = 7
SMALL = Shape(width=64, layers=1)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shape")
    assert write_checkpoint(folder, SMALL, TOKENS) > 51_865 * 64
    return folder


def test_every_window_says_the_same_words_and_nothing_is_held_against_them(checkpoint: Path) -> None:
    settings = ModelSettings.from_mapping({"timestamps": "never"})
    scribe = load_scribe(checkpoint, settings, torch.device("cpu"))
    jobs = [(parse_request({"word_times": False}), voice(seconds)) for seconds in (3.0, 31.0)]
    short, long = scribe.transcribe(jobs)
    assert len(short.text.split()) == TOKENS
    assert long.text == f"{short.text} {short.text}"
    assert (short.dropped, long.dropped) == ([], [])
    assert short.segments[0].avg_logprob == pytest.approx(0, abs=0.01)
    assert short.language == "en"


def test_the_copy_for_openai_whisper_has_its_names_and_dimensions(checkpoint: Path) -> None:
    stored = torch.load(checkpoint / OPENAI, weights_only=True)
    assert stored["dims"] == {
        **{"n_audio_ctx": 1500, "n_audio_state": 64, "n_audio_head": 1, "n_audio_layer": 1},
        **{"n_text_ctx": 448, "n_text_state": 64, "n_text_head": 1, "n_text_layer": 1},
        **{"n_mels": 80, "n_vocab": 51_865},
    }
    attention = {f"{part}.weight" for part in ("query", "key", "value", "out")}
    attention |= {f"{part}.bias" for part in ("query", "value", "out")}
    both = ("weight", "bias")
    block = {f"attn.{name}" for name in attention}
    block |= {f"{part}.{kind}" for part in ("attn_ln", "mlp.0", "mlp.2", "mlp_ln") for kind in both}
    crossed = {f"cross_attn.{name}" for name in attention} | {f"cross_attn_ln.{kind}" for kind in both}
    assert set(stored["model_state_dict"]) == {
        *(f"encoder.blocks.0.{name}" for name in block),
        *(f"decoder.blocks.0.{name}" for name in block | crossed),
        *(f"encoder.{part}.{kind}" for part in ("conv1", "conv2", "ln_post") for kind in both),
        *(f"decoder.ln.{kind}" for kind in both),
        *("encoder.positional_embedding", "decoder.positional_embedding", "decoder.token_embedding.weight"),
    }


def test_an_engine_in_a_process_hears_a_file_and_tells_its_memory(checkpoint: Path, tmp_path: Path) -> None:
    file = tmp_path / "voice.flac"
    file.write_bytes(contained(voice(3.0), "flac", "flac"))
    setup = Setup("ours", str(checkpoint), 30.0, 8, 1)
    process = Process(Path(sys.executable), setup, [file], [file, file], tmp_path / "log")
    try:
        assert process.reply() == "ready"
        process.send("hear")
        heard = process.reply()
        process.send("memory")
        told = process.reply()
    finally:
        process.close()
    assert (len(heard["text"].split()), heard["tokens"]) == (2 * TOKENS, None)
    assert 100 < told["peak_mb"] < 4000
    assert told["gpu_mb"] == 0
    assert asdict(setup)["device"] == "cpu"


def test_an_engine_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    setup = Setup("nobody's", "nowhere", 30.0, 1, 1)
    process = Process(Path(sys.executable), setup, [], [], tmp_path / "log")
    try:
        with pytest.raises(EngineFault, match=r"^KeyError: \"nobody's\"$"):
            process.reply()
        # It is gone: what is sent goes nowhere, and the next reply says the same.
        process.send("hear")
        with pytest.raises(EngineFault, match="KeyError"):
            process.reply()
    finally:
        process.close()
