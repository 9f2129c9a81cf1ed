from pathlib import Path

import numpy as np
import pytest

from soulstrain.errors import TrainingError
from soulstrain.speech.shards import make_shards, read_data
from tiny_corpus import make_corpus

pytest.importorskip("espeakng_loader", reason="the extra `speech` is not installed")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("game") / "corpus")


def make(folder: Path, corpus: Path, workers: int, windows: int = 5) -> list[int]:
    return list(make_shards(folder, corpus, windows=windows, a_shard=3, seed=1, workers=workers))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_any_number_of_workers_makes_the_same_data_and_what_is_lost_is_made_again(
    tmp_path: Path, corpus: Path
) -> None:
    assert sorted(make(tmp_path / "one", corpus, 1)) == [2, 3]
    make(tmp_path / "two", corpus, 2)
    first = files(tmp_path / "one")
    assert files(tmp_path / "two") == first
    (tmp_path / "one" / "shard-0001.npy").unlink()
    (tmp_path / "one" / "shard-0001.npy.part").write_bytes(b"half")
    assert make(tmp_path / "one", corpus, 1) == [3, 2]
    assert files(tmp_path / "one") == first

    data = read_data(tmp_path / "one", 5)
    assert len(data) == 5
    features, label = data.window(4)
    assert features.shape == (80, 500)
    assert features.dtype == np.float16
    assert set(label) == {"segments"}
    said = [segment["text"] for index in range(5) for segment in data.window(index)[1]["segments"]]
    assert said
    assert all(text.isascii() for text in said)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(TrainingError, match="is where speech data goes, and holds something else"):
        make(tmp_path, corpus, 1)
    assert files(tmp_path) == {"thesis.txt": b"mine"}
