from collections import Counter

import pytest
from transformers import PreTrainedTokenizerFast

from soulstrain.examples import LengthGrouped, collate, encode
from tiny_corpus import make_tokenizer, sentences

NAMED = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=make_tokenizer(sentences(30)), **NAMED)


def batches_of(order: LengthGrouped) -> list[list[int]]:
    indices, size = list(order), order.batch_size
    return [indices[start : start + size] for start in range(0, len(indices), size)]


def test_an_example_is_a_sentence_between_its_start_and_end(tokenizer: PreTrainedTokenizerFast) -> None:
    plain = tokenizer.backend_tokenizer.encode("A hollow king mourns the bell.").ids
    assert encode(["A hollow king mourns the bell."], tokenizer, 64).ids == [[1, *plain, 2]]


def test_a_cut_sentence_is_counted_and_has_no_end(tokenizer: PreTrainedTokenizerFast) -> None:
    examples = encode(["The pale witch guards an iron oath.", "a"], tokenizer, 5)
    whole = tokenizer.backend_tokenizer.encode("The pale witch guards an iron oath.").ids
    assert examples.ids[0] == [1, *whole[:4]]
    assert examples.ids[1][-1] == 2
    assert examples.truncated == 1


def test_a_batch_is_padded_to_its_longest_and_padding_has_no_label() -> None:
    batch = collate([[1, 7, 2], [1, 7, 8, 9, 2]], pad=3)
    assert batch["input_ids"].tolist() == [[1, 7, 2, 3, 3], [1, 7, 8, 9, 2]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]
    assert batch["labels"].tolist() == [[1, 7, 2, -100, -100], [1, 7, 8, 9, 2]]


def test_a_real_end_that_is_also_the_padding_keeps_its_label() -> None:
    assert collate([[0, 5, 0], [0, 0]], pad=0)["labels"].tolist() == [[0, 5, 0], [0, 0, -100]]


def test_every_epoch_reads_every_sentence_once() -> None:
    order = list(LengthGrouped(lengths=[3, 9, 4, 8, 5, 7, 6, 2], batch_size=4, batches=6, seed=0))
    assert [Counter(order[start : start + 8]) for start in (0, 8, 16)] == [Counter(range(8))] * 3


def test_sentences_that_fill_no_batch_wait_for_the_next_epoch() -> None:
    order = LengthGrouped(lengths=[1] * 10, batch_size=4, batches=5, seed=0)
    assert len(order) == 20
    assert Counter(order) == Counter(dict.fromkeys(range(10), 2))


def test_fewer_sentences_than_a_batch_are_read_again_within_it() -> None:
    assert sorted(LengthGrouped(lengths=[1, 2], batch_size=6, batches=1, seed=0)) == [0, 0, 0, 1, 1, 1]


def test_sentences_of_similar_length_share_a_batch() -> None:
    lengths = [5, 60] * 32
    grouped = batches_of(LengthGrouped(lengths, batch_size=8, batches=8, seed=3))
    assert all(len({lengths[index] for index in batch}) == 1 for batch in grouped)
    first_of_each = [lengths[batch[0]] for batch in grouped]
    assert first_of_each not in (sorted(first_of_each), sorted(first_of_each, reverse=True))


def test_the_order_hangs_on_the_seed_alone() -> None:
    def order(seed: int) -> list[int]:
        return list(LengthGrouped(list(range(40)), batch_size=4, batches=10, seed=seed))

    assert order(1) == order(1)
    assert order(1) != order(2)
