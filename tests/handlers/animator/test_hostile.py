"""Files and requests made to break the worker: each is refused with a sentence, and nothing else happens."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from animator.cast import Cast
from animator.character import read_character
from animator.model import Desk, kind_of
from animator.pack import pack
from animator.picture import CharacterError
from animator.settings import REQUEST_CHECKS, parse_request
from animator.student.fast import FastStudent
from animator.student.shape import StudentShape, read_shape
from animator.student.workers import Workers
from character_checkpoints import write_cast, write_layers, write_student
from handlerkit.checks import SettingsError

MODEL, FACE, BODY = "character_model.yaml", "face_morpher.pt", "body_morpher.pt"


def refused(folder: Path) -> str:
    with pytest.raises(CharacterError) as caught:
        read_character(folder)
    return str(caught.value).replace(f"{folder}/", "")


def test_weights_that_unpack_to_a_thousand_times_their_size_are_not_unpacked(folder: Path) -> None:
    torch.save({"siren.last_linear.bias": torch.zeros(5_000_000)}, folder / "plain.pt")
    with zipfile.ZipFile(folder / "plain.pt") as plain, zipfile.ZipFile(folder / FACE, "w") as packed:
        for entry in plain.infolist():
            packed.writestr(entry.filename, plain.read(entry), zipfile.ZIP_DEFLATED)
    assert (folder / FACE).stat().st_size < 100_000
    assert refused(folder) == f"{FACE}: no weights that can be read (compressed, as torch saves nothing)"


@pytest.mark.parametrize(
    "value",
    [torch.eye(4).to_sparse(), torch.ones(4, device="meta"), torch.nn.Parameter(torch.ones(4)).to("meta")],
    ids=["sparse", "meta", "parameter elsewhere"],
)
def test_tensors_whose_numbers_are_not_there_are_no_weights(folder: Path, value: torch.Tensor) -> None:
    state = torch.load(folder / FACE, weights_only=True)
    torch.save({**state, "siren.last_linear.bias": value}, folder / FACE)
    assert refused(folder) == f"{FACE}: not a state dict, which is a table of tensors by name"


def test_weights_with_altered_bytes_are_read_or_refused_by_name(folder: Path) -> None:
    whole = (folder / FACE).read_bytes()
    chance = np.random.default_rng(0)
    for _ in range(150):
        content = bytearray(whole)
        for place in chance.integers(0, len(content), 20):
            content[place] = chance.integers(0, 256)
        (folder / FACE).write_bytes(content)
        try:
            read_character(folder)
        except CharacterError as error:
            assert str(error).startswith(f"{folder}/{FACE}: ")  # noqa: PT017


def test_weights_saved_while_they_were_being_trained_are_only_numbers(folder: Path) -> None:
    for name in (FACE, BODY):
        state = torch.load(folder / name, weights_only=True)
        torch.save({key: torch.nn.Parameter(value) for key, value in state.items()}, folder / name)
    character = read_character(folder)
    assert not any(value.requires_grad for value in (*character.face.values(), *character.body.values()))
    frame = FastStudent(character, Workers(1)).render(torch.zeros(1, 45))
    assert not frame.requires_grad


def test_a_character_that_would_take_minutes_a_frame_is_refused() -> None:
    shape = StudentShape((8,), ((1024,) * 32,))
    states = [
        {name: torch.zeros(1).expand(size) for name, size in weights.items()}
        for weights in (shape.face_weights(), shape.body_weights())
    ]
    with pytest.raises(CharacterError) as caught:
        read_shape(*states, (Path(FACE), Path(BODY)))
    assert str(caught.value) == (
        f"{BODY}: with this a frame takes 8542 thousand million multiplications; at most 300 are done"
    )


def test_the_published_shape_takes_what_is_written_of_it() -> None:
    published = StudentShape((128,) * 8, ((360, 360, 180), (180, 180, 90), (90, 90, 90)))
    # 37.89 GFLOP, two of them a multiplication, and biases.
    assert published.work == pytest.approx(18.95e9, rel=0.02)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 4000,
        "!!bool x: y",
        "!!timestamp x: y",
        "!!int x: y",
        '"\\UFFFFFFFF": x',
        "? {[a]: b}\n: c",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_hostile_yaml_is_refused(folder: Path, text: str) -> None:
    (folder / MODEL).write_text(text, "utf-8")
    assert refused(folder).startswith((f"{MODEL}: not YAML in UTF-8 (", f"{MODEL}: must name exactly "))


@pytest.mark.parametrize("name", ['"a\\0b"', "x" * 3000, "loop", "../face_morpher.pt", "/etc/passwd", "out"])
def test_a_name_that_leads_nowhere_or_elsewhere_is_refused(folder: Path, name: str) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "out").symlink_to(folder.parent)
    text = (folder / MODEL).read_text("utf-8").replace(FACE, name)
    (folder / MODEL).write_text(text, "utf-8")
    assert FACE not in refused(folder).partition(": ")[0]


def test_a_folder_that_may_not_be_looked_into_is_no_character_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_cast(tmp_path)
    real = Path.is_file

    def forbidding(path: Path) -> bool:
        if path.parent.name == "wisp":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "is_file", forbidding)
    assert kind_of(tmp_path / "wisp") is None
    assert Cast(tmp_path, 8, Desk(torch.device("cpu"), Workers(1), 8)).names() == ["wick"]


def test_a_cel_of_another_size_is_named(tmp_path: Path) -> None:
    write_student(tmp_path / "wick")
    write_layers(tmp_path / "wick")
    Image.new("RGBA", (256, 256)).save(tmp_path / "wick" / "cels" / "blush1.png")
    cast = Cast(tmp_path, 8, Desk(torch.device("cpu"), Workers(1), 8))
    request: Any = parse_request({"pose": {}, "cels": {"blush1": 1}})
    with pytest.raises(CharacterError) as caught:
        cast.check_layers(cast.actor("wick"), request)
    assert str(caught.value) == "wick/cels/blush1.png: 256x256 pixels; a character is 512x512"


def test_a_link_out_of_a_characters_folder_is_not_packed(tmp_path: Path) -> None:
    write_cast(tmp_path / "cast")
    (tmp_path / "secret").write_text("key", "utf-8")
    (tmp_path / "cast" / "wisp" / "LICENSE.txt").symlink_to(tmp_path / "secret")
    (tmp_path / "out").mkdir()
    with pytest.raises(CharacterError, match=r"wisp/LICENSE\.txt: a link that leads out of this folder"):
        pack(tmp_path / "cast", tmp_path / "out")
    assert not (tmp_path / "out" / "wisp" / "LICENSE.txt").exists()


_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 0, 1, 256, 512])
    | st.floats()
    | st.text(max_size=8)
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=46) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=60,
)
_KEYS = st.sampled_from([*REQUEST_CHECKS, "op", "pose", "poses", "cels", "effects", "time", "times"])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_KEYS, _ANYTHING, max_size=5), st.booleans())
def test_any_json_is_a_request_or_a_sentence(body: dict[str, Any], posed: bool) -> None:
    if posed:
        body = {**body, "poses": [[0.0] * 45]}
        body.pop("pose", None)
    try:
        parse_request(body)
    except SettingsError as error:
        assert 0 < len(str(error)) < 1000  # noqa: PT017
