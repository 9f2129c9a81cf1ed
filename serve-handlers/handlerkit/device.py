"""Which device a worker has and how many threads."""

from typing import Any

import torch


def worker_device(context: Any) -> torch.device:
    """The GPU TorchServe dealt this worker, or the CPU."""
    gpu = context.system_properties.get("gpu_id")
    if gpu is not None and torch.cuda.is_available():
        return torch.device("cuda", int(gpu))
    return torch.device("cpu")


def pin_threads(threads: int) -> None:
    """Keep torch to `threads`: TorchServe runs a worker a core, and more threads than cores spin."""
    torch.set_num_threads(threads)
