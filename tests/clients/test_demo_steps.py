"""What the demonstrations' steps read, so that a step is skipped only while none of it has changed."""

from pathlib import Path

from soulsgen.demo_steps import corpus_step, pack_step
from soulsgen.project import Project

PROJECT = Project(Path(__file__).parents[2])


def test_an_archive_is_packed_anew_for_other_weights_or_other_code_of_its_own() -> None:
    root = PROJECT.root
    step = pack_step("pack-agent", PROJECT, "agent")
    assert step.inputs == [
        *(root / "model_store" / "defaults" / "agent", root / "build" / "corpus"),
        root / "serve-handlers" / "archives.toml",
        *(root / "serve-handlers" / "handlerkit", root / "serve-handlers" / "agent"),
    ]
    assert (step.how, step.outputs) == ("agent", [root / "model_store" / "agent.mar"])


def test_weights_that_were_named_take_the_place_of_the_archives_own(tmp_path: Path) -> None:
    step = pack_step("pack-asr", PROJECT, "asr", {"weights": tmp_path})
    assert step.how == f"asr --input weights={tmp_path}"
    assert step.inputs[0] == tmp_path
    assert PROJECT.root / "model_store" / "defaults" / "asr" not in step.inputs


def test_the_corpus_is_made_anew_for_other_text_or_other_rules(tmp_path: Path) -> None:
    step = corpus_step(PROJECT, tmp_path)
    assert step.inputs == [tmp_path, PROJECT.root / "dataset" / "soulscorpus"]
    assert step.outputs == [PROJECT.build / "corpus"]
