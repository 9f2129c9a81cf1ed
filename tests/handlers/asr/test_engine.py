"""The scribe on tiny checkpoints: one whose every word is known, and random ones."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from asr import guards
from asr.backend import Draw, Drawn
from asr.engine import Scribe
from asr.model import load_scribe
from asr.settings import ModelSettings, Request
from asr.transcript import Dropped, Transcript
from handlerkit.checks import SettingsError
from whisper_checkpoints import KNOWN_LOGPROB, KNOWN_TEXT, change, silence, voice

CPU = torch.device("cpu")
# Random weights are sure of nothing.
BELIEVING = {"least_logprob": -100.0, "fallback_logprob": -100.0, "fallback_compression": 1000.0}
SESSION = np.concatenate([silence(3), voice(2), silence(4), voice(1), silence(2)])


def scribe(folder: Path, **settings: Any) -> Scribe:
    return load_scribe(folder, ModelSettings(**{"compute_type": "float32", **settings}), CPU)


@pytest.fixture(scope="module", params=["torch", "ctranslate2"])
def known(request: pytest.FixtureRequest, known_whisper: Path) -> Scribe:
    return scribe(known_whisper, backend=request.param)


def test_a_known_text_comes_with_its_times_language_and_probability(known: Scribe) -> None:
    (said,) = known.transcribe([(Request(), SESSION)])
    assert said.text == f"{KNOWN_TEXT} {KNOWN_TEXT}"
    assert said.language == "en"
    assert said.language_probability == pytest.approx(0.8, abs=1e-4)
    assert said.duration == 12.0
    assert 3.0 < said.speech < 4.2
    first, second = said.segments
    assert first.end - first.start == pytest.approx(0.8)
    assert first.start == pytest.approx(2.8, abs=0.1)
    assert second.start == pytest.approx(8.8, abs=0.1)
    assert first.avg_logprob == pytest.approx(KNOWN_LOGPROB, abs=1e-4)
    assert first.no_speech_prob == pytest.approx(0.1, abs=1e-4)
    assert first.temperature == 0.0
    assert [word.word for word in first.words] == ["The", "lantern", "remembers", "the", "hand."]


def test_silence_is_told_and_never_decoded(known: Scribe, monkeypatch: pytest.MonkeyPatch) -> None:
    (said,) = known.transcribe([(Request(), SESSION)])
    assert [(item.text, item.reason) for item in said.dropped] == [("", guards.SILENCE)] * 3
    assert [round(item.start) for item in said.dropped] == [0, 5, 10]

    def never(*_: Any) -> None:
        raise AssertionError("silence was encoded")

    monkeypatch.setattr(known.backend, "encode", never)
    (quiet,) = known.transcribe([(Request(), silence(3))])
    assert quiet == Transcript("en", 0.0, 3.0, 0.0, [], [Dropped(0.0, 3.0, "", guards.SILENCE)])
    assert known.transcribe([(Request(), silence(0))]) == [Transcript("en", 0.0, 0.0, 0.0)]


def test_neighbours_in_a_batch_get_what_they_get_alone(whisper: Path) -> None:
    made = scribe(whisper, backend="torch", windows=3, **BELIEVING)
    jobs = [
        (Request(language="de", word_times=False), SESSION),
        (Request(prompt="the hand", hotwords=("Ulbrecht",)), np.concatenate([voice(14), silence(1)])),
        (Request(), silence(1)),
        (Request(task="translate"), voice(3.0, pitch_hz=190)),
    ]
    alone = [made.transcribe([job])[0] for job in jobs]
    together = made.transcribe(jobs)
    assert [said.text for said in together] == [said.text for said in alone]
    assert [said.language for said in together] == [said.language for said in alone]
    assert [[word.end for word in said.words] for said in together] == [
        [word.end for word in said.words] for said in alone
    ]
    assert together[0].words == []
    assert len(together[1].words) > 10


@pytest.mark.parametrize("backend", ["torch", "ctranslate2"])
@pytest.mark.parametrize("checkpoint", ["whisper", "letters"])
def test_words_and_segments_lie_in_order_within_the_audio(
    request: pytest.FixtureRequest, checkpoint: str, backend: str
) -> None:
    made = scribe(request.getfixturevalue(checkpoint), backend=backend, **BELIEVING)
    (said,) = made.transcribe([(Request(), np.concatenate([silence(2), voice(11), silence(3), voice(2)]))])
    edges = [edge for word in said.words for edge in (word.start, word.end)]
    assert len(edges) >= 8
    assert edges == sorted(edges)
    assert edges[0] >= 1.5
    assert edges[-1] <= said.duration
    assert all(0 <= word.probability <= 1 for word in said.words)
    assert all(0 <= item.start <= item.end <= said.duration for item in said.segments)
    assert [item.start for item in said.segments] == sorted(item.start for item in said.segments)


def test_a_model_without_times_gives_each_segment_the_times_of_its_window(letters: Path) -> None:
    made = scribe(letters, **BELIEVING)
    (said,) = made.transcribe([(Request(), SESSION)])
    assert [(round(item.start, 1), round(item.end, 1)) for item in said.segments] == [(2.8, 5.3), (8.8, 10.3)]
    assert (said.language, said.language_probability) == ("en", 1.0)


class Scripted:
    """A backend's `decode` that says what a test wants at each temperature; notes what it is asked."""

    def __init__(self, scribe: Scribe, texts: dict[float, tuple[str, float]]) -> None:
        self.scribe, self.texts = scribe, texts
        self.asked: list[list[float]] = []

    def __call__(self, memory: Any, draws: list[Draw]) -> list[Drawn]:
        self.asked.append([draw.temperature for draw in draws])
        return [self._drawn(*self.texts[draw.temperature]) for draw in draws]

    def _drawn(self, text: str, average: float) -> Drawn:
        ids = self.scribe.vocabulary.encode(f" {text}")
        return Drawn(ids, average * (len(ids) + 1), 0.05)


def scripted(
    known: Scribe, monkeypatch: pytest.MonkeyPatch, texts: dict[float, tuple[str, float]]
) -> tuple[Transcript, list[list[float]]]:
    script = Scripted(known, texts)
    monkeypatch.setattr(known.backend, "decode", script)
    request = Request(temperatures=tuple(texts), word_times=False)
    (said,) = known.transcribe([(request, SESSION)])
    return said, script.asked


def test_a_failing_window_is_decoded_again_with_more_chance_until_it_passes(
    known: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = " ".join(["the hand"] * 30)
    texts = {0.0: (loop, -0.1), 0.2: ("the hand", -1.3), 0.4: ("two dice", -0.4), 0.6: ("never asked", -0.1)}
    said, asked = scripted(known, monkeypatch, texts)
    assert [(item.text, item.temperature) for item in said.segments] == [("two dice", 0.4)] * 2
    assert asked == [[0.0, 0.0], [0.2, 0.2], [0.4, 0.4]]


def test_of_texts_that_all_fail_the_best_is_kept_or_dropped_by_name(
    known: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = " ".join(["the hand"] * 30)
    doubtful = {0.0: (loop, -0.1), 0.2: ("two dice", -1.2), 0.4: ("the dice", -1.4)}
    said, _ = scripted(known, monkeypatch, doubtful)
    assert [item.text for item in said.segments] == ["two dice"] * 2
    said, _ = scripted(known, monkeypatch, {0.0: (loop, -0.1), 0.2: ("two dice", -1.9)})
    told = [item for item in said.dropped if item.reason != guards.SILENCE]
    assert said.segments == []
    assert [(item.text, item.reason) for item in told] == [(loop, guards.COMPRESSION)] * 2


def test_what_a_model_cannot_do_is_refused_before_it_is_decoded(known: Scribe, letters: Path) -> None:
    with pytest.raises(SettingsError, match="language 'xx' is not one this model knows: de, en"):
        known.check(Request(language="xx"))
    scribe(letters).check(Request(language="en", task="translate"))


def test_a_checkpoint_of_other_features_is_refused(whisper: Path, tmp_path: Path) -> None:
    for path in whisper.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    change(tmp_path, "preprocessor_config.json", sampling_rate=22050)
    with pytest.raises(ValueError, match="sampling_rate is 22050, not 16000"):
        scribe(tmp_path)


def test_ctranslate2_is_chosen_where_there_is_a_converted_model(whisper: Path, tmp_path: Path) -> None:
    assert type(scribe(whisper).backend).__name__ == "CTranslate2Backend"
    for path in whisper.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert type(scribe(tmp_path).backend).__name__ == "TorchBackend"
    with pytest.raises(
        SettingsError, match=r"asr.backend is ctranslate2 and .* holds no ctranslate2/model.bin"
    ):
        scribe(tmp_path, backend="ctranslate2")
