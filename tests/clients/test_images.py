"""Names of images, and the command lines of the three builders."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from soulsgen.commands.create_torchserve import torchserve
from soulsgen.commands.create_twitter import twitter
from soulsgen.errors import SoulsgenError
from soulsgen.images import BUILDERS, CPU_INDEX, build, find_builder, poster
from soulsgen.images import torchserve as torchserve_image
from soulsgen.project import Project

ROOT = Path(__file__).parents[2]
PROJECT = Project(ROOT)
POSTER = f"{ROOT}/k8s/images/poster.Dockerfile"
SERVER = f"{ROOT}/k8s/images/torchserve.Dockerfile"


@pytest.mark.parametrize(
    ("registry", "reference"),
    [
        (None, "registry.example.org/soulsgen/poster:0.1.0"),
        ("ghcr.io/me", "ghcr.io/me/poster:0.1.0"),
        ("localhost:5000/", "localhost:5000/poster:0.1.0"),
    ],
)
def test_an_image_is_named_as_the_manifests_name_it(registry: str | None, reference: str) -> None:
    assert poster(PROJECT, registry).reference == reference


def test_the_image_without_cuda_has_a_name_of_its_own_and_the_same_tag() -> None:
    image = torchserve_image(PROJECT, "localhost:5000", cpu=True)
    assert image.reference == "localhost:5000/torchserve-cpu:0.1.0"
    assert image.arguments == {"TORCH_INDEX": CPU_INDEX}
    recipe = Path(SERVER).read_text("utf-8")
    assert all(f"ARG {name}=" in recipe for name in image.arguments)


def test_the_posters_extras_are_told_to_its_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    words = ["--dry-run", "--builder", "docker", "--extra", "channels", "--extra", "postgres"]
    done = CliRunner().invoke(twitter, words)
    assert "--build-arg EXTRAS=channels,postgres" in done.stdout
    assert "\nARG EXTRAS=\n" in Path(POSTER).read_text("utf-8")
    assert "build-arg" not in CliRunner().invoke(twitter, words[:3]).stdout


def test_each_builder_is_told_the_same_in_its_own_words() -> None:
    image = torchserve_image(PROJECT, "ghcr.io/me", cpu=True)
    name, argument = "ghcr.io/me/torchserve-cpu:0.1.0", f"TORCH_INDEX={CPU_INDEX}"
    rest = ["--file", SERVER, "--tag", name, "--build-arg", argument, str(ROOT)]
    assert BUILDERS["buildah"](image, True) == [
        ["buildah", "build", "--layers", *rest],
        ["buildah", "push", name],
    ]
    assert BUILDERS["docker"](image, True) == [["docker", "build", *rest], ["docker", "push", name]]
    assert BUILDERS["docker"](image, False) == [["docker", "build", *rest]]
    assert BUILDERS["buildctl"](image, True) == [
        [
            *("buildctl", "build", "--frontend", "dockerfile.v0"),
            *("--local", f"context={ROOT}", "--local", f"dockerfile={ROOT}/k8s/images"),
            *("--opt", "filename=torchserve.Dockerfile", "--opt", f"build-arg:{argument}"),
            *("--output", f"type=image,name={name},push=true"),
        ]
    ]


def test_a_dry_run_prints_what_would_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(twitter, ["--dry-run", "--builder", "buildah", "-p", "-cr", "ghcr.io/me"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"buildah build --layers --file {POSTER} --tag ghcr.io/me/poster:0.1.0 {ROOT}\n"
        "buildah push ghcr.io/me/poster:0.1.0\n"
    )
    done = CliRunner().invoke(
        torchserve, ["--dry-run", "--builder", "docker"], env={"CONTAINER_REG": "localhost:5000"}
    )
    assert done.stdout == f"docker build --file {SERVER} --tag localhost:5000/torchserve:0.1.0 {ROOT}\n"


def test_without_a_builder_the_three_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SoulsgenError, match="no buildah, buildctl, docker on PATH"):
        find_builder()
    program(tmp_path / "docker", "true")
    assert find_builder() == "docker"
    program(tmp_path / "buildah", "true")
    assert find_builder() == "buildah"


def test_a_build_that_fails_is_not_pushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = tmp_path / "calls"
    program(tmp_path / "buildah", f'echo "$1" >> {calls}; [ "$1" != build ]')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(SoulsgenError, match="`buildah build` failed with status 1; see above"):
        build(poster(PROJECT), "buildah", push=True)
    assert calls.read_text("utf-8") == "build\n"


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)
