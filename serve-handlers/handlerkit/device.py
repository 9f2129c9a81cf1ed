"""Which device a worker has, how many cores, and how many threads."""

import os
from math import ceil
from pathlib import Path
from typing import Any

import torch

# What a container may take of its machine's time: microseconds in so many, or "max" (cgroup v2).
_SHARE = Path("/sys/fs/cgroup/cpu.max")


def worker_device(context: Any) -> torch.device:
    """The GPU TorchServe dealt this worker, or the CPU."""
    gpu = context.system_properties.get("gpu_id")
    if gpu is not None and torch.cuda.is_available():
        return torch.device("cuda", int(gpu))
    return torch.device("cpu")


def pin_threads(threads: int) -> None:
    """Keep torch to `threads`: TorchServe runs a worker a core, and more threads than cores spin."""
    torch.set_num_threads(threads)


def cores(share: Path = _SHARE) -> int:
    """Cores this process can keep busy: of a large machine a container may have two."""
    seen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        most, every = share.read_text("ascii").split()
    except (OSError, ValueError):
        return seen
    return seen if most == "max" else min(seen, max(1, ceil(int(most) / int(every))))
