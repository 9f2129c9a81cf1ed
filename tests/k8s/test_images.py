"""Images: named once, built from what is there, without secrets and small where it counts."""

import fnmatch
import re
import shutil
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml

from k8s.manifests import APPLIED, K8S, NAMES, ROOT, places, render
from soulsgen.images import poster, torchserve
from soulsgen.project import Project

RECIPES = sorted((K8S / "images").glob("*.Dockerfile"))
TAGS = yaml.safe_load((K8S / "components" / "images" / "kustomization.yaml").read_text("utf-8"))["images"]
REGISTRY = TAGS[0]["newName"].rpartition("/")[0]
# python:3.11-slim-trixie, unpacked: Debian's 79 MB and Python's 46.
BASE_BYTES = 125e6
LIMIT_BYTES = 200e6


def test_every_image_has_a_fixed_tag() -> None:
    for place in places():
        name, _, tag = place.container["image"].rpartition(":")
        assert name.startswith(f"{REGISTRY}/"), place.words
        assert re.fullmatch(r"\d+\.\d+\.\d+", tag), place.words


@pytest.mark.parametrize("name", NAMES)
def test_another_registry_is_written_in_one_file_and_what_is_built_is_what_is_run(
    name: str, tmp_path: Path
) -> None:
    shutil.copytree(K8S, tmp_path / "k8s")
    names = tmp_path / "k8s" / "components" / "images" / "kustomization.yaml"
    names.write_text(names.read_text("utf-8").replace(REGISTRY, "ghcr.io/me"), "utf-8")
    rendered = render(tmp_path / APPLIED[NAMES.index(name)].relative_to(ROOT))
    project = Project(tmp_path)
    server = torchserve(project, cpu=name not in ("gpu", "keda", "trainer")).reference
    built = {poster(project).reference} if name == "backlog" else {server, poster(project).reference}
    built -= {poster(project).reference} if name == "trainer" else set()
    assert set(re.findall(r"image: (\S+)", rendered)) == built
    assert all(reference.startswith("ghcr.io/me/") for reference in built)


def test_tags_are_written_in_one_place() -> None:
    for path in K8S.rglob("*.yaml"):
        text = path.read_text("utf-8")
        if path.parent.name != "images":
            assert "newTag" not in text, path
            assert not re.search(r"image: \S+:\S+", text), path
    assert {entry["newTag"] for entry in TAGS} == {"0.1.0"}


def test_an_image_without_a_tag_of_ours_would_be_seen() -> None:
    """The names in the manifests are placeholders; none is left in what is rendered."""
    for name in NAMES:
        assert not re.findall(r"image: (soulsgen-\S+)", render(APPLIED[NAMES.index(name)]))


def copied(recipe: Path) -> list[str]:
    """What a recipe takes from the checkout."""
    text = recipe.read_text("utf-8").replace("\\\n", " ")
    lines = re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def admitted(path: str) -> bool:
    """Whether .dockerignore lets `path` into the build: the last pattern that fits counts."""
    answer = True
    parents = [path, *[str(parent) for parent in Path(path).parents if str(parent) != "."]]
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        if line and not line.startswith("#"):
            names = parents if not line.startswith("**/") else Path(path).parts
            if any(fnmatch.fnmatchcase(name, pattern) for name in names):
                answer = line.startswith("!")
    return answer


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_what_a_recipe_copies_is_there_and_let_in(recipe: Path) -> None:
    sources = copied(recipe)
    assert sources
    for source in sources:
        path = ROOT / source
        assert path.exists(), source
        files = (
            [path]
            if path.is_file()
            else [each for each in path.rglob("*.py") if "__pycache__" not in each.parts]
        )
        assert any(admitted(str(file.relative_to(ROOT))) for file in files), source


def test_secrets_weights_and_environments_stay_out() -> None:
    for name in (
        ".env",
        ".git/config",
        ".venv/bin/python",
        "build/souls/model.safetensors",
        "model_store/souls.mar",
    ):
        assert not admitted(name)
    for name in (
        "clients/soulsgen/__pycache__/cli.pyc",
        "dataset/lore/README.md",
        "tests/conftest.py",
        "outbox/a.txt",
    ):
        assert not admitted(name)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_an_image_runs_as_the_user_of_the_manifests(recipe: Path) -> None:
    text = recipe.read_text("utf-8")
    assert re.findall(r"^USER (\S+)$", text, re.MULTILINE) == ["10001:10001"]
    bases = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    assert bases == ["python:3.11-slim-trixie"] * 2
    assert not re.search(r"(?i)(token|password|secret)=", text)


def test_the_wheel_finds_every_package_it_is_made_of() -> None:
    """hatchling builds from what .dockerignore lets in."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert admitted(f"{package}/__init__.py"), package


def test_every_extra_that_an_image_names_exists() -> None:
    import tomllib

    from soulsgen.commands.create_twitter import twitter

    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    option = next(each for each in twitter.params if each.name == "extras")
    text = (K8S / "images" / "torchserve.Dockerfile").read_text("utf-8")
    named = re.findall(r'"\.\[(.+)\]"', text)[0].split(",")
    assert named == ["gs", "s3"]
    assert {*named, *option.type.choices} <= known.keys()  # type: ignore[attr-defined]


def test_the_driver_that_gke_mounts_is_found() -> None:
    text = (K8S / "images" / "torchserve.Dockerfile").read_text("utf-8")
    assert "PATH=/opt/soulsgen/bin:$PATH:/usr/local/nvidia/bin " in text
    assert "LD_LIBRARY_PATH=/usr/local/nvidia/lib64 " in text


def test_the_poster_holds_little_enough_for_200_mb() -> None:
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements" / "base.txt").read_text("utf-8"), re.MULTILINE
    )
    sizes = {
        name: sum(
            Path(str(file.locate())).stat().st_size
            for file in distribution(name).files or ()
            if file.locate().is_file()
        )  # type: ignore[union-attr]
        for name in pins
    }
    heaviest = sorted(sizes.items(), key=lambda entry: -entry[1])[:5]
    assert BASE_BYTES + sum(sizes.values()) < LIMIT_BYTES, heaviest
