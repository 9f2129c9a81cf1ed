"""The installed command `soulsgen`, run in a checkout as a user would."""

import os
import subprocess
import sys
from pathlib import Path

from soulsgen.project import Project

COMMAND = str(Path(sys.prefix) / "bin" / "soulsgen")


def soulsgen(checkout: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "TORCHSERVE_TOKEN"}
    return subprocess.run(
        [COMMAND, *arguments], cwd=checkout.root, env=environment, capture_output=True, text=True, check=False
    )
