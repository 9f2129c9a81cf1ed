"""One engine in a process of its own: loads, warms up, then hears its files at every line it is sent.

    python asr_worker.py '{"setup": {...}, "warm": [FILE...], "files": [FILE...]}'

Its replies are lines of JSON; the end of its input ends it. A line `memory` asks for its memory.
"""

import dataclasses
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import asr_engines


def main() -> None:
    order = json.loads(sys.argv[1])
    # Whatever libraries print goes to the log.
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def reply(content: Any) -> None:
        print(json.dumps(content), file=replies, flush=True)

    setup = asr_engines.Setup(**order["setup"])
    before = gpu_mb(setup.device)
    hear = asr_engines.ENGINES[setup.engine](setup)
    hear([Path(name) for name in order["warm"]])
    taken = gpu_mb(setup.device) - before
    reply("ready")
    for line in sys.stdin:
        if line.strip() == "memory":
            reply({"peak_mb": peak_mb(os.getpid()), "gpu_mb": taken})
        else:
            reply(dataclasses.asdict(hear([Path(name) for name in order["files"]])))


def peak_mb(pid: int) -> float:
    """The most memory that process `pid` has held at once."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def gpu_mb(device: str) -> float:
    """What is taken of the GPU, by whomever; 0 on a CPU."""
    if device != "cuda":
        return 0.0
    import torch

    free, total = torch.cuda.mem_get_info()
    return (total - free) / 1e6


if __name__ == "__main__":
    main()
