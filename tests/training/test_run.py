import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import AutoTokenizer, GPT2LMHeadModel

from soulstrain.corpus import digest
from soulstrain.errors import TrainingError
from soulstrain.metrics import Metrics
from soulstrain.presets import Recipe
from soulstrain.run import train
from soulstrain.settings import TrainingSettings
from tiny_corpus import make_corpus, make_gpt2, sentences

TINY = Recipe(
    layers=1,
    heads=2,
    width=16,
    dropout=0.1,
    learning_rate=1e-2,
    weight_decay=0.01,
    epochs=4,
    evaluate_every=10,
    patience=3,
    sequence=32,
    batch_size=4,
)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Two threads on so little work wait for each other more than they do."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("game") / "corpus")


@pytest.fixture(scope="module")
def trained(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Metrics, Path]:
    out_dir = tmp_path_factory.mktemp("trained") / "souls"
    return train(TrainingSettings(corpus, out_dir, recipe=TINY)), out_dir


def weights(folder: Path) -> bytes:
    return (folder / "model.safetensors").read_bytes()


def test_perplexity_is_the_exp_of_the_mean_negative_log_likelihood(
    corpus: Path, trained: tuple[Metrics, Path]
) -> None:
    metrics, out_dir = trained
    model = GPT2LMHeadModel.from_pretrained(out_dir)
    tokenizer = Tokenizer.from_file(str(corpus / "tokenizer.json"))
    nats: list[float] = []
    for sentence in (corpus / "corpus.test.txt").read_text("utf-8").splitlines():
        ids = [1, *tokenizer.encode(sentence).ids, 2]
        logits = model(input_ids=torch.tensor([ids])).logits[0]
        nats += [
            -torch.log_softmax(row, 0)[token].item() for row, token in zip(logits, ids[1:], strict=False)
        ]
    assert metrics.sizes["test_tokens"] == len(nats)
    assert metrics.eval_loss == pytest.approx(sum(nats) / len(nats), rel=1e-5)
    assert metrics.perplexity == pytest.approx(math.exp(sum(nats) / len(nats)), rel=1e-5)


def test_the_output_is_a_hugging_face_folder_with_metrics_and_curve(
    corpus: Path, trained: tuple[Metrics, Path]
) -> None:
    metrics, out_dir = trained
    assert {path.name for path in out_dir.iterdir()} == {
        "config.json",
        "generation_config.json",
        "loss.svg",
        "metrics.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    assert (out_dir / "metrics.json").read_text("utf-8") == metrics.to_json()
    with safe_open(out_dir / "model.safetensors", "pt") as file:
        assert file.get_tensor("transformer.wte.weight").shape == (320, 16)
    assert GPT2LMHeadModel.from_pretrained(out_dir).config.use_cache
    assert [path.name for path in out_dir.parent.iterdir()] == ["souls"]


def test_its_tokenizer_encodes_as_the_corpus_s_and_knows_the_specials(
    corpus: Path, trained: tuple[Metrics, Path]
) -> None:
    tokenizer = AutoTokenizer.from_pretrained(trained[1])
    theirs = Tokenizer.from_file(str(corpus / "tokenizer.json"))
    for text in ["The last herald", " lower, case", "naïve — ☠\n", "<s> The bell"]:
        assert tokenizer(text)["input_ids"] == theirs.encode(text).ids
    specials = ("unk_token", "bos_token", "eos_token", "pad_token")
    assert [getattr(tokenizer, name) for name in specials] == ["<unk>", "<s>", "</s>", "<pad>"]
    assert [getattr(tokenizer, f"{name}_id") for name in specials] == [0, 1, 2, 3]


def test_the_metrics_tell_the_whole_training(corpus: Path, trained: tuple[Metrics, Path]) -> None:
    metrics, _ = trained
    assert (metrics.steps, metrics.total_steps, metrics.epochs, metrics.stopped) == (60, 60, 4.0, "steps")
    assert [step for step, _ in metrics.train_history] == [10, 20, 30, 40, 50, 60]
    assert [step for step, _ in metrics.eval_history] == [10, 20, 30, 40, 50, 60]
    assert dict(metrics.eval_history)[metrics.best_step] == min(loss for _, loss in metrics.eval_history)
    assert metrics.data == {path.name: digest(path) for path in corpus.iterdir()}
    assert metrics.hyperparameters["learning_rate"] == 1e-2
    assert metrics.resumed_from is None
    tokenizer = Tokenizer.from_file(str(corpus / "tokenizer.json"))
    text = (corpus / "corpus.train.txt").read_text("utf-8").splitlines()
    assert metrics.tokens_seen == 4 * sum(len(tokenizer.encode(sentence).ids) + 2 for sentence in text)
    assert metrics.tokens_per_second == pytest.approx(metrics.tokens_seen / metrics.seconds, rel=0.01)


def test_the_same_seed_gives_the_same_weights(
    corpus: Path, trained: tuple[Metrics, Path], tmp_path: Path
) -> None:
    metrics = train(TrainingSettings(corpus, tmp_path / "again", recipe=TINY))
    assert weights(tmp_path / "again") == weights(trained[1])
    assert metrics.train_history == trained[0].train_history
    train(TrainingSettings(corpus, tmp_path / "other", recipe=TINY, seed=7))
    assert weights(tmp_path / "other") != weights(trained[1])


def test_a_repeated_sentence_is_learnt_by_heart(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    for name in ("corpus.train.txt", "corpus.test.txt"):
        (corpus / name).write_text("The tidal knight guards the drowned gate.\n" * 16, "utf-8")
    metrics = train(TrainingSettings(corpus, tmp_path / "souls", recipe=replace(TINY, epochs=50)))
    assert metrics.train_history[0][1] > 4
    assert metrics.eval_loss < 0.1


def test_training_ends_when_the_test_loss_has_stopped_falling(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    (corpus / "corpus.train.txt").write_text("The bell burned. The bell burned.\n" * 8, "utf-8")
    recipe = replace(TINY, epochs=200, patience=2, dropout=0.0)
    metrics = train(TrainingSettings(corpus, tmp_path / "souls", recipe=recipe))
    assert metrics.stopped == "patience"
    assert metrics.steps == metrics.best_step + 2 * recipe.evaluate_every < metrics.total_steps
    # What is written are the best weights, not the last.
    # Evaluations on the way are in bfloat16 on processors that multiply it.
    assert metrics.eval_loss == pytest.approx(dict(metrics.eval_history)[metrics.best_step], rel=1e-3)


def test_training_ends_when_its_time_is_over_with_weights_all_the_same(corpus: Path, tmp_path: Path) -> None:
    metrics = train(TrainingSettings(corpus, tmp_path / "souls", recipe=replace(TINY, max_minutes=1e-6)))
    assert (metrics.stopped, metrics.steps, metrics.best_step) == ("time", 1, 1)
    assert GPT2LMHeadModel.from_pretrained(tmp_path / "souls").num_parameters() > 0


@pytest.mark.parametrize(
    ("epochs", "max_steps", "steps"), [(1, None, 15), (0.5, None, 8), (4, 7, 7), (0.1, 7, 2)]
)
def test_the_smaller_of_epochs_and_steps_counts(
    corpus: Path, tmp_path: Path, epochs: float, max_steps: int | None, steps: int
) -> None:
    recipe = replace(TINY, epochs=epochs, max_steps=max_steps)
    metrics = train(TrainingSettings(corpus, tmp_path / "souls", recipe=recipe))
    assert (metrics.steps, metrics.stopped) == (steps, "steps")
    assert metrics.eval_history[-1][0] == steps


def test_a_new_output_replaces_the_old_one(corpus: Path, tmp_path: Path) -> None:
    settings = TrainingSettings(corpus, tmp_path / "souls", recipe=replace(TINY, max_steps=2))
    first = train(settings)
    second = train(replace(settings, seed=7))
    assert first.eval_loss != second.eval_loss
    assert (tmp_path / "souls" / "metrics.json").read_text("utf-8") == second.to_json()


@pytest.mark.parametrize(
    ("bos", "pad", "ids"), [(True, True, (1, 2, 3)), (False, True, (2, 2, 3)), (False, False, (2, 2, 2))]
)
def test_a_gpt2_folder_is_trained_further_with_its_own_tokenizer(
    corpus: Path, tmp_path: Path, bos: bool, pad: bool, ids: tuple[int, int, int]
) -> None:
    init = make_gpt2(tmp_path / "gpt2", bos=bos, pad=pad)
    (plain := tmp_path / "corpus").mkdir()
    for name in ("corpus.train.txt", "corpus.test.txt"):  # a corpus without a tokenizer will do
        (plain / name).write_text((corpus / name).read_text("utf-8"), "utf-8")
    recipe = replace(TINY, epochs=2, layers=4, sequence=64)
    metrics = train(TrainingSettings(plain, tmp_path / "souls", recipe=recipe, init_dir=init))
    assert metrics.eval_history[-1][1] < metrics.train_history[0][1]
    assert (metrics.hyperparameters["layers"], metrics.hyperparameters["sequence"]) == (1, 32)
    assert metrics.data["model.safetensors"] == digest(init / "model.safetensors")
    config = json.loads((tmp_path / "souls" / "config.json").read_text("utf-8"))
    assert (config["bos_token_id"], config["eos_token_id"], config["pad_token_id"]) == ids
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "souls")
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id) == ids
    assert (
        tokenizer("a cold flame")["input_ids"]
        == AutoTokenizer.from_pretrained(init)("a cold flame")["input_ids"]
    )


def without_ends(init: Path) -> None:
    config = json.loads((init / "tokenizer_config.json").read_text("utf-8"))
    kept = {name: value for name, value in config.items() if name not in ("bos_token", "eos_token")}
    (init / "tokenizer_config.json").write_text(json.dumps(kept), "utf-8")


def of_another_kind(init: Path) -> None:
    (init / "config.json").write_text('{"model_type": "bert"}', "utf-8")


def without_weights(init: Path) -> None:
    (init / "model.safetensors").unlink()


def too_small_for_its_tokenizer(init: Path) -> None:
    config = json.loads((init / "config.json").read_text("utf-8"))
    (init / "config.json").write_text(json.dumps({**config, "vocab_size": 100}), "utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_ends, "has neither a bos nor an eos token"),
        (of_another_kind, "holds a bert model"),
        (without_weights, "is no Hugging Face GPT-2 directory"),
        (too_small_for_its_tokenizer, "320 tokens, but a model of 100"),
    ],
)
def test_a_folder_that_cannot_be_trained_further_is_refused(
    corpus: Path, tmp_path: Path, spoil: Any, words: str
) -> None:
    init = make_gpt2(tmp_path / "gpt2")
    spoil(init)
    with pytest.raises(TrainingError, match=words):
        train(TrainingSettings(corpus, tmp_path / "souls", recipe=TINY, init_dir=init))
    assert not (tmp_path / "souls").exists()


def test_a_model_s_name_on_a_hub_is_no_folder(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="gpt2 is not a folder"):
        train(TrainingSettings(corpus, tmp_path / "souls", recipe=TINY, init_dir=Path("gpt2")))


@pytest.mark.parametrize(("text", "words"), [("{", "is not a tokenizer"), (None, "does not know <pad>")])
def test_a_spoilt_tokenizer_is_refused_by_name(tmp_path: Path, text: str | None, words: str) -> None:
    path = make_corpus(tmp_path / "corpus") / "tokenizer.json"
    path.write_text(path.read_text("utf-8").replace("<pad>", "[PAD]") if text is None else text, "utf-8")
    with pytest.raises(TrainingError, match=rf"tokenizer\.json {words}"):
        train(TrainingSettings(path.parent, tmp_path / "souls", recipe=TINY))


def test_sentences_longer_than_the_sequence_are_cut_and_counted(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    (corpus / "corpus.train.txt").write_text(f"{' '.join(sentences(5))}\nThe bell.\n" * 4, "utf-8")
    metrics = train(TrainingSettings(corpus, tmp_path / "souls", recipe=replace(TINY, epochs=1)))
    assert (metrics.sizes["train_sentences"], metrics.sizes["train_truncated"]) == (8, 4)


def test_a_loss_that_is_never_a_number_is_told(corpus: Path, tmp_path: Path) -> None:
    init = make_gpt2(tmp_path / "gpt2")
    model = GPT2LMHeadModel.from_pretrained(init)
    model.transformer.wte.weight.data.fill_(float("nan"))
    model.save_pretrained(init)
    with pytest.raises(TrainingError, match="the test loss was never a number"):
        train(TrainingSettings(corpus, tmp_path / "souls", recipe=TINY, init_dir=init))
    assert not (tmp_path / "souls").exists()
