"""One training from text to a recogniser's folder: the way into this package."""

import importlib.metadata
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from soulstrain.quiet import quiet
from soulstrain.speech import export, voices
from soulstrain.speech.alignment import alignment_heads
from soulstrain.speech.batches import Batches
from soulstrain.speech.exam import SETS, Exam, make_exam
from soulstrain.speech.hearing import load
from soulstrain.speech.learning import State, begin_with, learn, precision, resume, save_state, start
from soulstrain.speech.network import generation_config
from soulstrain.speech.recordings import Recording
from soulstrain.speech.scoring import Score, score
from soulstrain.speech.settings import SpeechSettings
from soulstrain.speech.shards import make_shards, read_data
from soulstrain.speech.texts import Texts, read_texts

QUESTIONS = 150  # sentences in each set of the exam
TIMED = 60  # of them, for choosing the heads that follow the sound
EXAM_SEED = 7


def train(
    settings: SpeechSettings,
    recordings: Sequence[Recording] = (),
    say: Callable[[str], None] | None = None,
    *,
    bar: bool = False,
    questions: int = QUESTIONS,
) -> dict[str, Any]:
    """Synthesise, learn, score, write `settings.out_dir`, and return what its metrics.json says.

    Goes on at the last checkpoint of the same training when there is one. `recordings` of people are scored
    too; `say` gets a sentence now and then; `bar` shows progress on stderr. Raises TrainingError for what the
    user can mend.
    """
    settings = replace(settings, out_dir=settings.out_dir.resolve(), work_dir=settings.work_dir.resolve())
    say = say or (lambda _: None)
    export.check(settings.out_dir)
    texts = read_texts(settings.corpus_dir)
    _synthesise(settings, bar=bar)
    state = _learn(settings, texts, say, bar=bar)
    say("scoring")
    metrics = _finish(settings, texts, state, recordings, questions)
    shutil.rmtree(settings.work_dir)
    return metrics


def score_folder(
    folder: Path, corpus_dir: Path, recordings: Sequence[Recording] = (), *, questions: int = QUESTIONS
) -> Score:
    """The score of the recogniser in `folder`, on the same exam that its training ended with."""
    with quiet():
        return score(load(folder), make_exam(corpus_dir, EXAM_SEED, questions), recordings)


def _synthesise(settings: SpeechSettings, *, bar: bool) -> None:
    recipe = settings.recipe
    with tqdm(total=recipe.windows, disable=not bar, desc="synthesising", unit="window") as shown:
        for windows in make_shards(
            settings.data_dir,
            settings.corpus_dir,
            windows=recipe.windows,
            a_shard=recipe.a_shard,
            seed=settings.seed,
            workers=settings.workers,
        ):
            shown.update(windows)


def _learn(settings: SpeechSettings, texts: Texts, say: Callable[[str], None], *, bar: bool) -> State:
    recipe, path = settings.recipe, settings.checkpoint
    # Steps and minutes are limits: with other ones the same training goes on, and ends there.
    shape = {name: value for name, value in asdict(recipe).items() if name not in ("steps", "minutes")}
    before = _before(settings.init_dir)
    mark = {"recipe": shape, "seed": settings.seed, "sha256": texts.sha256, "before": before}
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    with quiet():
        state = start(recipe, settings.seed, device)
        if settings.init_dir:
            begin_with(state, load(settings.init_dir))
    settings.work_dir.mkdir(parents=True, exist_ok=True)
    if path.is_file() and not settings.fresh:
        if resume(path, mark, state):
            say(f"going on at step {state.step}")
        else:
            say(f"{path} is of another training: starting afresh")
    data = read_data(settings.data_dir, recipe.windows)
    batches = Batches(data, recipe.rows, settings.seed, parts=settings.workers if device.type == "cpu" else 1)
    learn(state, batches, recipe, lambda state: save_state(path, mark, state), bar=bar)
    return state


def _before(init_dir: Path | None) -> list[dict[str, Any]]:
    """The trainings whose weights this one begins with, first to last: what their metrics.json say."""
    if not init_dir:
        return []
    metrics = export.read_metrics(init_dir)
    told = {name: metrics[name] for name in ("preset", "recipe", "seed", "steps", "seconds")}
    return [*metrics.get("before", []), told]


def _finish(
    settings: SpeechSettings, texts: Texts, state: State, recordings: Sequence[Recording], questions: int
) -> dict[str, Any]:
    """Choose the heads, score what was learnt as it will be stored, and write the folder."""
    exam = make_exam(settings.corpus_dir, EXAM_SEED, questions)
    device = next(state.learner.parameters()).device
    whisper = state.learner.whisper.cpu().to(torch.float16).float().eval()
    with quiet():
        heads, word_error_s = alignment_heads(whisper, exam.sets[SETS[0][0]][:TIMED])
        whisper.generation_config = generation_config(settings.recipe, heads)
        scored = score(whisper, exam, recordings)
    metrics = {
        **_record(settings, texts, state, exam, device),
        "alignment_heads": heads,
        "word_error_s": round(word_error_s, 4),
        "score": scored.values(),
    }
    export.write(settings.out_dir, whisper, metrics)
    return metrics


def _record(
    settings: SpeechSettings, texts: Texts, state: State, exam: Exam, device: torch.device
) -> dict[str, Any]:
    """What the training was and took."""
    return {
        "before": _before(settings.init_dir),
        "preset": settings.preset,
        "recipe": asdict(settings.recipe),
        "seed": settings.seed,
        "steps": state.step,
        "seconds": round(state.seconds, 1),
        "resumed_from": state.resumed_from,
        "history": state.history,
        "device": device.type,
        "precision": precision(device),
        "parts": settings.workers,
        "questions": len(exam.sets[SETS[0][0]]),
        "sizes": {
            "parameters": state.learner.whisper.num_parameters(),
            "vocabulary": len({word.lower() for word in texts.words}),
            "voices": len(voices.HEARD),
            "unheard": len(voices.UNHEARD),
            "accents": len(set(voices.ACCENTS)),
        },
        "data": texts.sha256,
        "versions": {name: importlib.metadata.version(name) for name in ("torch", "transformers")},
    }
