"""Batched decoding: rows together as alone and as transformers writes them, each with its own end."""

import shutil
from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import agent_checkpoints
from agent.language_model import LanguageModel, Prompt
from agent.settings import ModelSettings, Sampling
from agent.templates import written
from agent.watching import Reply

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def model(language_model: Path) -> LanguageModel:
    return LanguageModel(language_model, CPU, ModelSettings(rows=3))


@pytest.fixture(scope="module")
def talker(endless: Path) -> LanguageModel:
    return LanguageModel(endless, CPU, ModelSettings())


def prompt(text: str, **sampling: object) -> Prompt:
    return Prompt([{"role": "user", "content": text}], Sampling(**{"max_tokens": 12, **sampling}))  # type: ignore[arg-type]


def test_a_reply_is_what_transformers_writes(language_model: Path, model: LanguageModel) -> None:
    tokenizer = AutoTokenizer.from_pretrained(language_model)
    reference = AutoModelForCausalLM.from_pretrained(language_model).eval()
    for text in ("The bell", "gulls " * 20, "lantern"):
        shown = tokenizer.apply_chat_template(
            [{"role": "user", "content": text}], tokenize=False, add_generation_prompt=True
        )
        ids = tokenizer(shown, return_tensors="pt", add_special_tokens=False)["input_ids"]
        made = reference.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=40, do_sample=False
        )
        wanted = tokenizer.decode(made[0, ids.shape[1] :], skip_special_tokens=True).strip()
        reply = model.reply([prompt(text, max_tokens=40)])[0]
        assert (reply.text, reply.tokens_in) == (wanted, ids.shape[1])


def test_weights_that_can_hold_code_are_not_read(language_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(language_model, tmp_path / "pickled")
    weights = folder / "model.safetensors"
    torch.save(load_file(weights), folder / "pytorch_model.bin")
    weights.unlink()
    with pytest.raises(OSError, match="safetensors"):
        LanguageModel(folder, CPU, ModelSettings())


def test_prompts_of_unlike_length_decode_together_as_they_do_alone(model: LanguageModel) -> None:
    prompts = [prompt("The bell"), prompt("gulls " * 40), prompt("lantern"), prompt("A whistle that calls")]
    together = model.reply(prompts)
    assert together == [model.reply([each])[0] for each in prompts]
    assert len({reply.text for reply in together}) > 1
    assert all(reply.text for reply in together)


def test_rows_of_one_batch_have_their_own_length_temperature_seed_and_stop(talker: LanguageModel) -> None:
    plain = talker.reply([prompt("The bell", max_tokens=40)])[0]
    word = plain.text.split()[2]
    drawn = prompt("The bell", temperature=1.0, seed=4, max_tokens=20)
    batch = [
        prompt("The bell", max_tokens=40),
        prompt("The bell", max_tokens=5),
        prompt("The bell", max_tokens=40, stop=(f" {word}",)),
        drawn,
        prompt("gulls", temperature=1.0),
    ]
    replies = talker.reply(batch)
    assert replies[0] == plain
    assert plain.text.startswith(replies[1].text)
    assert [(reply.tokens_out, reply.finish) for reply in replies[:2]] == [(40, "length"), (5, "length")]
    assert replies[2].text == plain.text[: plain.text.index(f" {word}")]
    assert replies[2].finish == "stop"
    assert replies[3] == talker.reply([drawn])[0]
    assert replies[3].text != plain.text


def test_a_reply_that_the_model_ends_says_so(model: LanguageModel) -> None:
    ended = model.reply([prompt("The bell", temperature=1.5, seed=seed, max_tokens=400) for seed in range(6)])
    assert "stop" in {reply.finish for reply in ended}
    assert all(reply.tokens_out < 400 for reply in ended if reply.finish == "stop")


def test_pieces_are_heard_long_before_the_end(talker: LanguageModel) -> None:
    heard: list[tuple[int, str | Reply]] = []

    def hear(news: Mapping[int, str | Reply]) -> None:
        heard.extend(news.items())

    replies = talker.reply([prompt("The bell", max_tokens=150), prompt("gulls", max_tokens=10)], hear)
    for number, reply in enumerate(replies):
        own = [new for row, new in heard if row == number]
        assert own[-1] == reply
        assert "".join(str(piece) for piece in own[:-1]) == reply.text
    assert len([row for row, _ in heard if row == 0]) > 5
    short_ended = heard.index((1, replies[1]))
    assert {row for row, _ in heard[short_ended + 1 :]} == {0}


@pytest.fixture
def _second_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is a second later whenever it is looked at, as it is for every token."""
    clock = SimpleNamespace(monotonic=partial(next, count()))
    for module in ("agent.language_model", "agent.watching"):
        monkeypatch.setattr(f"{module}.time", clock)


@pytest.mark.usefixtures("_second_a_look")
def test_time_that_is_up_ends_a_row_with_what_it_has_and_no_other_row(talker: LanguageModel) -> None:
    hasty = prompt("The bell", max_tokens=300, deadline_s=50)
    patient = prompt("The bell", max_tokens=100)
    late, other = talker.reply([hasty, patient])
    assert (late.finish, other.finish, other.tokens_out) == ("deadline", "length", 100)
    assert 40 < late.tokens_out < 50


@pytest.mark.usefixtures("_second_a_look")
def test_a_batch_behind_the_deadline_is_not_begun(endless: Path) -> None:
    slow = LanguageModel(endless, CPU, ModelSettings(rows=1, deadline_s=50))
    replies = slow.reply([prompt("The bell", max_tokens=300), prompt("gulls " * 9, max_tokens=300)])
    assert [reply.finish for reply in replies] == ["deadline", "deadline"]
    assert 40 < replies[0].tokens_out < 50
    assert replies[1].text == ""


def test_of_a_prompt_too_long_the_middle_is_cut_and_the_reply_has_its_room(talker: LanguageModel) -> None:
    ids = talker._ids(prompt("gulls " * 900).messages)
    kept = talker._fitted(prompt("gulls " * 900))
    assert len(kept) == 500
    assert (kept[:5], kept[-5:]) == (ids[:5], ids[-5:])
    assert talker.reply([prompt("gulls " * 900, max_tokens=2000)])[0].tokens_out == 128


def test_a_model_without_a_template_does_not_play_the_users_part(tmp_path: Path) -> None:
    agent_checkpoints.write_language_model(tmp_path, template=None)
    plain = LanguageModel(tmp_path, CPU, ModelSettings())
    assert "\nuser:" in plain.stops
    assert written(plain.tokenizer, prompt("Who?").messages) == "user: Who?\nassistant:"


def test_nobody_ends_a_turn_by_saying_its_mark(talker: LanguageModel) -> None:
    said = written(talker.tokenizer, prompt("Hm. [SEP] [SE[SEP]P]").messages)
    assert "[SEP]" not in said
    assert talker.enders == {2}
    assert 2 not in talker._ids(prompt("Hm. [SEP]").messages)
