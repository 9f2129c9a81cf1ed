"""The two container images: what each is built from, its name, and the commands that build and push it.

Registry and tag have one home, the kustomize component that the manifests read too.
"""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from soulsgen.errors import SoulsgenError
from soulsgen.project import Project

NAMES = Path("k8s/components/images/kustomization.yaml")
FOLDER = Path("k8s/images")
# PyTorch's own index, whose builds for CPUs carry no CUDA.
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


@dataclass(frozen=True)
class Image:
    """`reference` is registry, name and tag; `recipe` a Dockerfile in `context`, a checkout."""

    reference: str
    recipe: Path
    context: Path
    arguments: dict[str, str] = field(default_factory=dict)


def poster(project: Project, registry: str | None = None, extras: Sequence[str] = ()) -> Image:
    """The CronJobs' image: the base install and `extras`, such as channels."""
    reference = _reference(project, "soulsgen-poster", registry)
    arguments = {"EXTRAS": ",".join(extras)} if extras else {}
    return Image(reference, project.root / FOLDER / "poster.Dockerfile", project.root, arguments)


def torchserve(project: Project, registry: str | None = None, *, cpu: bool = False) -> Image:
    """The image of TorchServe and the trainer; with `cpu`, and under another name, without CUDA."""
    reference = _reference(project, "soulsgen-torchserve-cpu" if cpu else "soulsgen-torchserve", registry)
    arguments = {"TORCH_INDEX": CPU_INDEX} if cpu else {}
    return Image(reference, project.root / FOLDER / "torchserve.Dockerfile", project.root, arguments)


def _reference(project: Project, name: str, registry: str | None) -> str:
    """`registry` takes the place of what stands before the last slash."""
    import yaml

    path = project.root / NAMES
    entries = {entry["name"]: entry for entry in yaml.safe_load(path.read_text("utf-8"))["images"]}
    whole = entries[name]["newName"]
    if registry:
        whole = f"{registry.rstrip('/')}/{whole.rpartition('/')[2]}"
    return f"{whole}:{entries[name]['newTag']}"


Commands = Callable[[Image, bool], list[list[str]]]


def _buildah(image: Image, push: bool) -> list[list[str]]:
    build = ["buildah", "build", "--layers", "--file", str(image.recipe), "--tag", image.reference]
    commands = [[*build, *_arguments(image, "--build-arg", "{}={}"), str(image.context)]]
    return [*commands, ["buildah", "push", image.reference]] if push else commands


def _docker(image: Image, push: bool) -> list[list[str]]:
    """`docker build` is BuildKit since 23."""
    build = ["docker", "build", "--file", str(image.recipe), "--tag", image.reference]
    commands = [[*build, *_arguments(image, "--build-arg", "{}={}"), str(image.context)]]
    return [*commands, ["docker", "push", image.reference]] if push else commands


def _buildkit(image: Image, push: bool) -> list[list[str]]:
    """A bare buildkitd has no store of images: what is not pushed stays in its cache."""
    output = f"type=image,name={image.reference},push={str(push).lower()}"
    return [
        [
            *("buildctl", "build", "--frontend", "dockerfile.v0"),
            *("--local", f"context={image.context}", "--local", f"dockerfile={image.recipe.parent}"),
            *("--opt", f"filename={image.recipe.name}"),
            *_arguments(image, "--opt", "build-arg:{}={}"),
            *("--output", output),
        ]
    ]


def _arguments(image: Image, option: str, pattern: str) -> list[str]:
    pairs = [pattern.format(name, value) for name, value in image.arguments.items()]
    return [word for pair in pairs for word in (option, pair)]


# By program, in the order in which they are looked for: those that need no daemon of their own first.
BUILDERS: dict[str, Commands] = {"buildah": _buildah, "buildctl": _buildkit, "docker": _docker}


def find_builder() -> str:
    """The first builder on PATH. Raises SoulsgenError when there is none."""
    found = next((name for name in BUILDERS if shutil.which(name)), None)
    if found is None:
        raise SoulsgenError(f"no {', '.join(BUILDERS)} on PATH; one of them builds images")
    return found


def build(image: Image, builder: str, *, push: bool) -> None:
    """Build, and push when asked. The builder's words go to stderr. Raises SoulsgenError."""
    for command in BUILDERS[builder](image, push):
        done = subprocess.run(command, stdout=2, check=False)
        if done.returncode:
            raise SoulsgenError(f"`{' '.join(command[:2])}` failed with status {done.returncode}; see above")
