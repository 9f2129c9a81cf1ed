"""A character's folder, whole and broken."""

import os
import pickle
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from animator.character import read_character
from animator.picture import CharacterError, decoded

MODEL, FACE, BODY, PICTURE = "character_model.yaml", "face_morpher.pt", "body_morpher.pt", "character.png"


def test_a_folder_is_read_and_its_widths_told_from_its_weights(folder: Path) -> None:
    character = read_character(folder)
    assert character.shape.face == (16, 12)
    assert character.shape.body == ((24, 20), (20, 14), (14, 10))
    assert character.picture.shape == (512, 512, 4)
    assert character.body["siren_layers.1.0.linear.weight"].shape == (20, 67, 1, 1)


def test_the_published_widths(published: object) -> None:
    assert published.shape.face == (128,) * 8  # type: ignore[attr-defined]
    assert published.shape.body == ((360, 360, 180), (180, 180, 90), (90, 90, 90))  # type: ignore[attr-defined]


def test_half_precision_in_safetensors_is_read_too(folder: Path) -> None:
    weights = torch.load(folder / FACE, weights_only=True)
    save_file(
        {name: value.half().contiguous() for name, value in weights.items()}, folder / "face.safetensors"
    )
    _rename(folder, FACE, "face.safetensors")
    read = read_character(folder).face
    assert {value.dtype for value in read.values()} == {torch.float32}
    torch.testing.assert_close(
        read["siren.last_linear.weight"], weights["siren.last_linear.weight"], atol=1e-3, rtol=0
    )


def _rename(folder: Path, old: str, new: str) -> None:
    text = (folder / MODEL).read_text("utf-8")
    (folder / MODEL).write_text(text.replace(old, new), "utf-8")


def _refused(folder: Path) -> str:
    with pytest.raises(CharacterError) as caught:
        read_character(folder)
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("name", [MODEL, FACE, BODY, PICTURE])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert _refused(folder) == f"{name}: no such file"


@pytest.mark.parametrize("name", [FACE, BODY])
def test_weights_cut_short_are_named(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    assert _refused(folder).startswith(f"{name}: no weights that can be read (")


def test_noise_in_a_files_place_is_named(folder: Path) -> None:
    for seed in range(20):
        (folder / FACE).write_bytes(np.random.default_rng(seed).bytes(500))
        assert _refused(folder).startswith(f"{FACE}: no weights that can be read (")


class _Program:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.trace),)


def test_a_program_in_a_files_place_is_refused_and_not_run(folder: Path, tmp_path: Path) -> None:
    (folder / FACE).write_bytes(pickle.dumps(_Program(tmp_path / "ran"), protocol=2))
    assert _refused(folder).startswith(f"{FACE}: no weights that can be read (")
    torch.save({"siren": _Program(tmp_path / "ran")}, folder / FACE)
    assert _refused(folder).startswith(f"{FACE}: no weights that can be read (")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda state: state.pop("siren.last_linear.bias"),
            "face_morpher.pt: no siren.last_linear.bias",
        ),
        (
            lambda state: state.update(extra=torch.ones(1)),
            "face_morpher.pt: unknown extra",
        ),
        (
            lambda state: state.update({"siren.last_linear.bias": torch.ones(3)}),
            "face_morpher.pt: siren.last_linear.bias is (3,), not (4,)",
        ),
        (
            lambda state: state.update({"siren.last_linear.bias": torch.full((4,), float("nan"))}),
            "face_morpher.pt: siren.last_linear.bias holds values that are not finite",
        ),
        (
            lambda state: state.update({"siren.last_linear.bias": torch.ones(4, dtype=torch.int64)}),
            "face_morpher.pt: siren.last_linear.bias holds torch.int64, not floating point",
        ),
        (
            lambda state: state.clear(),
            "face_morpher.pt: no siren.sine_layers.0.linear.weight; not a student's face",
        ),
        (
            lambda state: state.update(
                {"siren.sine_layers.1.linear.weight": torch.ones(1).expand(9000, 16, 1, 1)}
            ),
            "face_morpher.pt: siren.sine_layers.1.linear.weight is (9000, 16, 1, 1), not (1024, 16, 1, 1); "
            "siren.sine_layers.1.linear.bias is (12,), not (1024,); "
            "siren.last_linear.weight is (4, 12, 1, 1), not (4, 1024, 1, 1)",
        ),
    ],
)
def test_weights_of_another_network_are_named(folder: Path, change: object, said: str) -> None:
    state = torch.load(folder / FACE, weights_only=True)
    change(state)  # type: ignore[operator]
    torch.save(state, folder / FACE)
    assert _refused(folder) == said


def test_a_list_is_no_state_dict(folder: Path) -> None:
    torch.save([torch.ones(1)], folder / BODY)
    assert _refused(folder) == f"{BODY}: not a state dict, which is a table of tensors by name"


def test_huge_weights_are_not_read(folder: Path) -> None:
    with (folder / BODY).open("wb") as file:
        file.truncate(1 << 30)
    assert _refused(folder) == f"{BODY}: 1073741824 bytes; at most 33554432 are read"


@pytest.mark.parametrize("size", [(513, 512), (16, 16), (5000, 5000)])
def test_a_picture_of_another_size_is_refused_before_it_is_decoded(
    folder: Path, size: tuple[int, int]
) -> None:
    Image.new("1", size).save(folder / PICTURE)
    assert _refused(folder) == f"{PICTURE}: {size[0]}x{size[1]} pixels; a character is 512x512"


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(folder: Path) -> None:
    content = bytearray((folder / PICTURE).read_bytes())
    # The header's width and height, and its checksum.
    content[16:24] = struct.pack(">II", 30000, 30000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    (folder / PICTURE).write_bytes(content)
    assert _refused(folder).startswith(f"{PICTURE}: no PNG or WebP that can be read (Image size (900000000")


def test_a_picture_without_transparency_is_refused(folder: Path) -> None:
    Image.new("RGB", (512, 512)).save(folder / PICTURE)
    assert _refused(folder) == f"{PICTURE}: no transparency; a character stands before nothing"


def test_a_broken_picture_is_named(folder: Path) -> None:
    content = (folder / PICTURE).read_bytes()
    for cut in (0, 20, len(content) // 2):
        (folder / PICTURE).write_bytes(content[:cut])
        assert _refused(folder).startswith(f"{PICTURE}: no PNG or WebP that can be read (")


def test_other_formats_are_not_tried(tmp_path: Path) -> None:
    Image.new("RGB", (512, 512)).save(tmp_path / "a.bmp")
    with pytest.raises(CharacterError, match=r"upload: no PNG or WebP that can be read"):
        decoded((tmp_path / "a.bmp").read_bytes(), "upload")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b\n", "must name exactly character_image_file_name, face_morpher_file_name"),
        ("a: [", "not YAML in UTF-8"),
        ("", "must name exactly character_image_file_name, face_morpher_file_name"),
    ],
)
def test_a_table_that_is_none_is_refused(folder: Path, text: str, said: str) -> None:
    (folder / MODEL).write_text(text, "utf-8")
    assert _refused(folder).startswith(f"{MODEL}: {said}")


def test_a_file_outside_the_folder_is_not_read(folder: Path) -> None:
    (folder / FACE).rename(folder.parent / FACE)
    _rename(folder, FACE, f"../{FACE}")
    assert _refused(folder) == (
        f"{MODEL}: face_morpher_file_name names ../{FACE}, which is outside this folder"
    )
    _rename(folder, f"../{FACE}", "[1]")
    assert _refused(folder) == f"{MODEL}: face_morpher_file_name must be the name of a file"
