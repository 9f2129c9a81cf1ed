"""An archive that answers one request in a process where nothing else of ours is: no path of the checkout.

This file is also the program of that process. It runs without the tests' folder on its path and imports,
besides the archive, only what TorchServe's own worker has.
"""

import ast
import base64
import importlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Told:
    """What the process tells.

    handlers: the classes that the handler's module defines; TorchServe takes exactly one.
    strays: files of the archive's modules that came from anywhere but the archive.
    unwanted: those of the modules it was to do without that it imported all the same.
    """

    handlers: list[str]
    strays: list[str]
    unwanted: list[str]
    reply: bytes


def ask_alone(packed: Path, folder: Path, row: dict[str, Any], unwanted: tuple[str, ...]) -> Told:
    """What the archive `packed`, unpacked to `folder`, answers to a batch of one `row`.

    row: as TorchServe hands it over; of bytes, strings, numbers, lists and dicts.
    """
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(folder)
    # -P: the folder of this file is no place to import from.
    ended = subprocess.run(
        [sys.executable, "-P", __file__, str(folder), packed.stem, *unwanted],
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        input=repr(row).encode(),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    told = json.loads(ended.stdout.splitlines()[-1])
    return Told(**{**told, "reply": base64.b64decode(told["reply"])})


def answer(folder: Path, name: str, row: dict[str, Any]) -> tuple[ModuleType, bytes]:
    """The handler's module and its answer, from `folder` and the configuration in it."""
    import ts
    import yaml
    from ts.context import Context, RequestProcessor
    from ts.metrics.metric_cache_yaml_impl import MetricsCacheYamlImpl

    module = importlib.import_module("handler")
    metrics = MetricsCacheYamlImpl(str(Path(ts.__file__).parent / "configs" / "metrics.yaml"))
    metrics.initialize_cache()
    metrics.model_name = name
    config = yaml.safe_load((folder / "model-config.yaml").read_text("utf-8"))
    context = Context(name, str(folder), {}, 1, None, ts.__version__, True, metrics, config)
    context.request_ids = metrics.request_ids = {0: "id"}
    context.request_processor = [RequestProcessor({})]
    handler = getattr(module, classes(module)[0])()
    handler.initialize(context)
    return module, handler.handle([row], context)[0]


def classes(module: ModuleType) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]


def strays(folder: Path, name: str) -> list[str]:
    ours = [
        module for key, module in sys.modules.items() if key.split(".")[0] in ("handler", "handlerkit", name)
    ]
    return [str(module.__file__) for module in ours if not Path(str(module.__file__)).is_relative_to(folder)]


def main(folder: str, name: str, *unwanted: str) -> None:
    sys.path.insert(0, folder)
    module, reply = answer(Path(folder), name, ast.literal_eval(sys.stdin.read()))
    told = Told(
        handlers=classes(module),
        strays=strays(Path(folder), name),
        unwanted=[each for each in unwanted if each in sys.modules],
        reply=reply,
    )
    print(json.dumps({**vars(told), "reply": base64.b64encode(reply).decode()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
