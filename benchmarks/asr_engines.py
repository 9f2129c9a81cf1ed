"""The engines that bench_asr.py compares, each as its own users call it: files in, text out.

Runs in two environments, this project's and that of the engines it is compared with, so each engine is
imported where it is loaded. All of them: English told, greedy, one try a window, no times.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "serve-handlers"))


@dataclass(frozen=True)
class Setup:
    """One engine and how it is to run.

    weights: a Hugging Face folder, openai-whisper's file, or a folder as CTranslate2 and faster-whisper
    read it; of ours, an archive's. window_s: seconds the model hears at once. device: cpu or cuda.
    overlap: whether chunks that are cut anywhere, as the pipeline does, overlap as it has them by itself.
    """

    engine: str
    weights: str
    window_s: float
    batch: int
    threads: int
    device: str = "cpu"
    overlap: bool = True


@dataclass(frozen=True)
class Heard:
    """tokens: decoded, where the engine says so and the text does not."""

    text: str
    tokens: int | None = None


Hear = Callable[[list[Path]], Heard]


def openai(setup: Setup) -> Hear:
    """openai-whisper: window by window, float32 on a CPU, float16 on a GPU."""
    import whisper

    model = whisper.load_model(setup.weights, device=setup.device)
    given = {**PLAIN, "condition_on_previous_text": False, "fp16": setup.device == "cuda"}

    def hear(files: list[Path]) -> Heard:
        replies = [model.transcribe(_floats(file), **given) for file in files]
        segments = [segment for reply in replies for segment in reply["segments"]]
        return Heard(
            _joined(reply["text"] for reply in replies), sum(len(part["tokens"]) for part in segments)
        )

    return hear


def transformers(setup: Setup) -> Hear:
    """transformers' pipeline: chunks of a window, in batches."""
    import torch
    from transformers import pipeline
    from transformers.utils.logging import disable_progress_bar, set_verbosity_error

    set_verbosity_error()
    disable_progress_bar()
    pipe = pipeline(
        "automatic-speech-recognition",
        model=setup.weights,
        device=setup.device,
        dtype=torch.bfloat16 if setup.device == "cuda" else torch.float32,
        batch_size=setup.batch,
        chunk_length_s=setup.window_s,
        stride_length_s=None if setup.overlap else 0,
        ignore_warning=True,
        generate_kwargs={"language": "en", "task": "transcribe", "num_beams": 1},
    )
    if pipe.tokenizer.pad_token_id is None:
        pipe.tokenizer.pad_token_id = pipe.model.config.eos_token_id
    counts = _counted(pipe.model)

    def hear(files: list[Path]) -> Heard:
        counts.clear()
        sounds = ({"raw": _floats(file), "sampling_rate": 16_000} for file in files)
        return Heard(_joined(pipe(sound)["text"] for sound in sounds), sum(counts))

    return hear


def _counted(model: Any) -> list[int]:
    """Text tokens of each call of `generate` from now on; the text merges what chunks have in common."""
    generate, end, counts = model.generate, model.generation_config.eos_token_id, list[int]()

    def counting(*given: Any, **named: Any) -> Any:
        made = generate(*given, **named)
        ids = made["sequences"] if isinstance(made, dict) else made
        counts.append(int((ids < end).sum()))
        return made

    model.generate = counting
    return counts


def faster_whisper(setup: Setup) -> Hear:
    """faster-whisper, or its batched pipeline, which leaves silence out."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    precision = "bfloat16" if setup.device == "cuda" else "int8"
    model = WhisperModel(
        setup.weights, device=setup.device, compute_type=precision, cpu_threads=setup.threads
    )
    given = {**PLAIN, "beam_size": 1}
    if setup.batch > 1:
        transcribe = BatchedInferencePipeline(model).transcribe
        given["batch_size"] = setup.batch
    else:
        transcribe = model.transcribe
        given["condition_on_previous_text"] = False

    def hear(files: list[Path]) -> Heard:
        segments = [segment for file in files for segment in transcribe(str(file), **given)[0]]
        return Heard(_joined(part.text for part in segments), sum(len(part.tokens) for part in segments))

    return hear


def ours(setup: Setup) -> Hear:
    """The asr archive's engine on its whole path, as its handler calls it."""
    import torch

    from asr.model import load_scribe
    from asr.settings import ModelSettings, parse_request
    from asr.sound import decode
    from handlerkit.device import pin_threads

    pin_threads(setup.threads)
    table = {"threads": setup.threads, "windows": setup.batch, "timestamps": "never"}
    settings = ModelSettings.from_mapping(table)
    scribe = load_scribe(Path(setup.weights), settings, torch.device(setup.device))
    scribe.warm_up()
    request = parse_request(REQUEST)

    def hear(files: list[Path]) -> Heard:
        jobs = [(request, decode(file.read_bytes(), settings.max_seconds)) for file in files]
        return Heard(_joined(transcript.text for transcript in scribe.transcribe(jobs)))

    return hear


# What openai-whisper and faster-whisper are asked for.
PLAIN: dict[str, Any] = {
    "language": "en",
    "temperature": 0.0,
    "without_timestamps": True,
    "suppress_tokens": [],
}
# What our engine and our server are asked for.
REQUEST: dict[str, Any] = {"language": "en", "word_times": False, "temperatures": [0.0]}
ENGINES: dict[str, Callable[[Setup], Hear]] = {
    "openai": openai,
    "transformers": transformers,
    "faster_whisper": faster_whisper,
    "ours": ours,
}


def _floats(file: Path) -> Any:
    """Samples from -1 to 1. These two engines would call an ffmpeg program, which may not be there."""
    from asr.sound import decode

    return decode(file.read_bytes(), 86_400).astype("float32") / 32_768


def _joined(texts: Iterable[str]) -> str:
    return " ".join(text.strip() for text in texts)
