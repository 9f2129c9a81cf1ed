import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tokenizers import Tokenizer

from soulsgen.cli import soulsgen
from soulsgen.commands.train import train
from soulstrain.presets import PRESETS
from tiny_corpus import make_corpus, make_gpt2

PROGRAM = str(Path(sys.executable).with_name("soulsgen"))
# On a port that the system chooses.
TORCHRUN = f"{Path(sys.executable).with_name('torchrun')} --standalone"
# The program, which is killed when its first checkpoint is whole.
KILLED = """
import os, signal
from soulsgen.cli import main
from soulstrain.callbacks import Limits
Limits.on_save = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a corpus where the command looks for it and a model to train further."""
    monkeypatch.chdir(tmp_path)
    # Two threads on so little work wait for each other more than they do.
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    make_corpus(tmp_path / "build" / "corpus", train=64)
    make_gpt2(tmp_path / "gpt2")
    return tmp_path


def words(line: str) -> list[str]:
    return line.split()


def run(line: str) -> subprocess.CompletedProcess[str]:
    """The installed program in a process of its own; a fault shows what it wrote on stderr."""
    done = subprocess.run(words(line), capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    return done


def kill_at_first_checkpoint(line: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, *words(line)], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr


def test_the_presets_offered_are_the_presets_there_are() -> None:
    (preset,) = (option for option in train.params if option.name == "preset")
    assert isinstance(preset.type, click.Choice)
    assert list(preset.type.choices) == list(PRESETS)


def test_the_command_is_known_without_loading_what_it_trains_with() -> None:
    code = "import sys, soulsgen.commands.train; print({'torch', 'soulstrain'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_missing_corpus_ends_in_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(soulsgen, ["train", "--corpus", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: {tmp_path}/corpus.train.txt is missing; "
        "make a corpus with `soulsgen create corpus --src-dir DIR`\n"
    )


@pytest.mark.parametrize(
    "line",
    ["--preset huge", "--epochs 0", "--batch-size 0", "--max-minutes -1", "--max-steps 0", "--seed -1"],
)
def test_a_value_out_of_range_is_a_usage_error(line: str) -> None:
    assert CliRunner().invoke(soulsgen, ["train", *words(line)]).exit_code == 2


def test_the_options_change_the_preset_and_json_prints_the_metrics(room: Path) -> None:
    line = (
        "train --init gpt2 --preset small --epochs 1 --batch-size 8 --learning-rate 0.01 --max-steps 5"
        " --max-minutes 60 --seed 3 -o weights --json"
    )
    result = CliRunner().invoke(soulsgen, words(line))
    assert result.exit_code == 0, result.output
    assert result.stdout == (room / "weights" / "metrics.json").read_text("utf-8")
    metrics = json.loads(result.stdout)
    assert (metrics["preset"], metrics["init"], metrics["seed"], metrics["steps"]) == ("small", "gpt2", 3, 5)
    changed = {"epochs": 1, "batch_size": 8, "learning_rate": 0.01, "max_steps": 5, "max_minutes": 60}
    assert changed.items() <= metrics["hyperparameters"].items()
    assert re.fullmatch(
        f"weights: test loss {metrics['eval_loss']:.3f}, perplexity {metrics['perplexity']:.1f}, "
        r"5 steps in \d+\.\d minutes \(best at step 5\)",
        result.stderr.splitlines()[-1],
    )


def test_stderr_is_the_bar_and_the_last_words_and_nothing_else(room: Path) -> None:
    done = run(f"{PROGRAM} train --init gpt2 --max-steps 5")
    assert done.stdout == ""
    *bar, end = done.stderr.replace("\r", "\n").strip("\n").splitlines()
    assert all(line.startswith("training:") for line in bar)
    assert "test loss=" in bar[-1]
    assert end.startswith("build/souls: test loss ")


def test_a_killed_training_goes_on_where_it_was_and_ends_as_if_never_killed(room: Path) -> None:
    line = "train --init gpt2 --epochs 999 --max-steps 250 --learning-rate 0.001 --batch-size 4"
    run(f"{PROGRAM} {line} -o straight")
    kill_at_first_checkpoint(f"{line} -o resumed")
    assert not (room / "resumed").exists()

    done = run(f"{PROGRAM} {line} -o resumed --json")
    metrics = json.loads(done.stdout)
    straight = json.loads((room / "straight" / "metrics.json").read_text("utf-8"))
    assert metrics["resumed_from"] >= 100
    assert done.stderr.startswith(f"going on at step {metrics['resumed_from']} of 250\n")
    for name in (
        "steps",
        "best_step",
        "eval_loss",
        "train_history",
        "eval_history",
        "tokens_seen",
        "stopped",
    ):
        assert metrics[name] == straight[name], name
    weights = [(room / name / "model.safetensors").read_bytes() for name in ("straight", "resumed")]
    assert weights[0] == weights[1]
    assert not (room / "resumed.checkpoints").exists()


def test_a_killed_training_is_not_mixed_with_another(room: Path) -> None:
    kill_at_first_checkpoint("train --init gpt2 --epochs 9999 --max-steps 99999 --batch-size 4")
    other = words("train --init gpt2 --epochs 9999 --max-steps 3 --batch-size 4 --seed 7 --json")
    result = CliRunner().invoke(soulsgen, other)
    assert result.exit_code == 0, result.output
    assert "(max_steps was 99999, is 3, seed was 42, is 7): starting afresh\n" in result.stderr
    assert json.loads(result.stdout)["resumed_from"] is None


@pytest.mark.slow
def test_two_processes_share_the_sentences_and_one_of_them_speaks(room: Path) -> None:
    line = "train --init gpt2 --epochs 1 --batch-size 4 --max-minutes 5 --json"
    done = run(f"{TORCHRUN} --no-python --nproc-per-node 2 {PROGRAM} {line}")
    metrics = json.loads(done.stdout)
    assert (metrics["processes"], metrics["steps"], metrics["epochs"]) == (2, 8, 1.0)
    tokenizer = Tokenizer.from_file(str(room / "gpt2" / "tokenizer.json"))
    text = (room / "build" / "corpus" / "corpus.train.txt").read_text("utf-8").splitlines()
    assert metrics["tokens_seen"] == sum(min(len(tokenizer.encode(line).ids) + 2, 32) for line in text)
    assert done.stderr.count("build/souls: test loss") == 1


@pytest.mark.slow
def test_two_processes_end_together_when_the_time_is_over(room: Path) -> None:
    line = "train --init gpt2 --epochs 9999 --max-steps 99999 --max-minutes 0.02 --json"
    done = run(f"{TORCHRUN} --no-python --nproc-per-node 2 {PROGRAM} {line}")
    assert json.loads(done.stdout)["stopped"] == "time"
