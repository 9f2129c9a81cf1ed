"""The table and the figures of the speech benchmark, from rounds that are given."""

from pathlib import Path

import pytest
from asr_audio import Talk
from asr_process import EngineFault
from asr_report import figures, lines
from asr_rounds import Measured, Plan, Result
from asr_rows import Memory, Run, windows

TALK = Talk(Path("whole.flac"), (), 60.0, "roll for initiative")


def result(weights: str, *rates: float, windows: int | None = 2, text: str = "") -> Result:
    runs = [Run(rate, text, windows) for rate in rates]
    return Result(weights, f"an engine on {weights}", runs, Memory(300.4))


MEASURED = Measured(
    {
        "tiny faster 8": result("tiny", 10, 20, 40),
        "tiny pipeline": result("tiny", 5, 5, 5),
        "tiny bare": result("tiny", 20, 30, 40),
        "tiny bare at once": result("tiny", 40, 10, 10),
        "tiny served 8": result("tiny", 20, 15, 30),
        "large-v3 faster 8": result("large-v3", 10, 10, 10),
        "large-v3 faster 24": result("large-v3", 20, 5, 8),
        "large-v3 bare": result("large-v3", 30, 30, 30),
        "default faster 8": result("default", 10, 10, 10),
        "default bare": result("default", 5, 5, 5, windows=None, text="Roll for insight."),
    },
    {"tiny openai": "No module named 'whisper'"},
)


def test_figures_are_medians_of_the_rounds_ratios_and_the_least_of_random_weights_is_held() -> None:
    assert figures(MEASURED.results, {"default_wer": 0.12}) == pytest.approx({
        # 20/10, 30/20, 40/40
        "tiny_bare_over_faster_whisper": 1.5,
        "tiny_bare_over_pipeline": 6.0,
        # 20/40, 15/30, 30/40: over the faster of the two kinds of bare engines
        "tiny_served_over_bare": 0.5,
        # 30/20, 30/10, 30/10
        "large_v3_bare_over_faster_whisper": 3.0,
        "default_bare_over_faster_whisper": 0.5,
        "bare_over_faster_whisper": 1.5,
        "bare_over_pipeline": 6.0,
        "served_over_bare": 0.5,
        "default_wer": 0.12,
    })  # fmt: skip


def test_a_ratio_whose_rows_are_not_there_is_left_out() -> None:
    only = {"tiny bare": MEASURED.results["tiny bare"]}
    assert figures(only, {}) == {}


def test_the_table_tells_windows_or_wrong_words_and_what_is_left_out() -> None:
    told = lines(MEASURED, TALK)
    assert told[2] == "| tiny | an engine on tiny | 20.0 | 2 windows | 300 |"
    assert told[-3] == "| default | an engine on default | 5.0 | 33.3 % of words wrong | 300 |"
    assert told[-2:] == ["", "Left out: `tiny openai`: No module named 'whisper'."]


def test_tokens_are_whole_windows_or_a_fault() -> None:
    assert windows(128, 64) == 2
    assert windows(100, None) is None
    for tokens in (0, 100):
        with pytest.raises(EngineFault, match=f"decoded {tokens} tokens, which are not whole windows of 64"):
            windows(tokens, 64)


def test_only_rows_whose_key_holds_a_word_are_wanted() -> None:
    plan = Plan((), (), 1, ("base bare", "served 4"))
    wanted = ["base bare", "base bare at once", "tiny served 4", "tiny bare", "base served 1"]
    assert [plan.wants(key) for key in wanted] == [True, True, True, False, False]
    assert Plan((), (), 1, ()).wants("anything")
