"""A container of the manifests as a process: its own command line and environment, its volume a folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

from k8s.manifests import Object

Secrets = dict[str, dict[str, str]]


def variables_of(container: Object, secrets: Secrets) -> dict[str, str]:
    """As the kubelet sets them; the pod has no annotation, which gives an empty value."""
    found = {}
    for each in container["env"]:
        reference = each.get("valueFrom", {}).get("secretKeyRef")
        if reference and reference.get("optional") and reference["name"] not in secrets:
            continue
        found[each["name"]] = (
            secrets[reference["name"]][reference["key"]] if reference else each.get("value", "")
        )
    return found


def run(container: Object, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The container's process, `folder` being its volume /data, with $(NAME) put in as Kubernetes does."""
    program, *words = [
        re.sub(r"\$\((\w+)\)", lambda found: variables[found[1]], word).replace("/data", str(folder))
        for word in (*container["command"], *container["args"])
    ]
    command = [str(Path(sys.executable).with_name(program)), *words]
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
