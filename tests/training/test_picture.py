from pathlib import Path
from xml.etree import ElementTree

from soulstrain.picture import draw

TRAIN, TEST = [(10, 5.0), (20, 4.0), (30, 3.0)], [(15, 4.5), (30, 4.25)]


def words(path: Path) -> set[str]:
    texts = ElementTree.parse(path).getroot().iter("{http://www.w3.org/2000/svg}text")  # noqa: S314
    return {"".join(text.itertext()).strip() for text in texts}


def test_the_curves_are_labelled_and_the_best_step_is_marked(tmp_path: Path) -> None:
    draw(tmp_path / "loss.svg", TRAIN, TEST, best=(30, 4.25))
    assert {"training", "test", "best: 4.250 at step 30", "step", "loss (nats a token)"} <= words(
        tmp_path / "loss.svg"
    )


def test_the_same_curves_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        draw(tmp_path / name, TRAIN, TEST, best=(30, 4.25))
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_a_training_too_short_for_a_training_curve_is_drawn_too(tmp_path: Path) -> None:
    draw(tmp_path / "loss.svg", [], [(1, 5.5)], best=(1, 5.5))
    assert "best: 5.500 at step 1" in words(tmp_path / "loss.svg")
