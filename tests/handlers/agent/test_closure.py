"""The packed archive answers alone: no path of the checkout, no installed package of ours."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from soulsgen import archive
from soulsgen.project import Project

ROOT = Path(__file__).parents[3]
ALONE = """
import sys, json
folder = sys.argv[1]
sys.path.insert(0, folder)
import handler, agent, handlerkit
classes = [name for name, value in vars(handler).items()
           if isinstance(value, type) and value.__module__ == "handler"]
from ts.context import Context, RequestProcessor
class Metrics:
    def add_counter(self, name, value): pass
    def add_time(self, name, value, unit, metric_type): pass
context = Context("agent", folder, {}, 8, None, "0.12.0", True, Metrics(), {"agent": {}})
context.request_ids = {0: "id"}
context.request_processor = [RequestProcessor({})]
made = getattr(handler, classes[0])()
made.initialize(context)
row = {"body": {"op": "chat", "messages": [{"role": "user", "content": "Who lit the lantern?"}]}}
reply = made.handle([row], context)[0].decode()
unwanted = ("transformers", "soulsgen", "soulscorpus", "sentence_transformers")
heavy = [name for name in unwanted if name in sys.modules]
origins = [agent.__file__, handlerkit.__file__]
print(json.dumps({"classes": classes, "from": origins, "reply": reply, "heavy": heavy}))
"""


def test_the_unpacked_archive_answers_alone_and_packs_to_the_same_bytes(
    tmp_path: Path, encoder: Path, lore: Path
) -> None:
    project = Project(tmp_path / "checkout")
    shutil.copytree(ROOT / "serve-handlers", project.handlers)
    spec = archive.read_specs(project)["agent"]
    inputs = {"weights": str(encoder), "corpus": str(lore)}
    packed = archive.pack(spec, project, inputs, "1.0")
    content = packed.read_bytes()
    assert archive.pack(spec, project, inputs, "1.0").read_bytes() == content
    alone = tmp_path / "alone"
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(alone)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(
        [sys.executable, "-c", ALONE, str(alone)],
        cwd=alone,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(result.stdout.splitlines()[-1])
    assert told["classes"] == ["AgentHandler"]
    assert all(path.startswith(str(alone)) for path in told["from"])
    assert json.loads(told["reply"])["embeddings"] == "minilm"
    assert told["heavy"] == []
