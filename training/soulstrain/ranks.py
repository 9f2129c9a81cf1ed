"""What a process of a distributed training has to agree on with the others.

Outside of `torchrun` and `accelerate launch` there is one process, the first, and nothing to agree on.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch.distributed as dist

T = TypeVar("T")


def distributed() -> bool:
    return dist.is_available() and dist.is_initialized()


def is_first() -> bool:
    """Whether this process is the one that writes and speaks."""
    return not distributed() or dist.get_rank() == 0


def share() -> tuple[int, int]:
    """This process's number, from 0, and how many there are."""
    return (dist.get_rank(), dist.get_world_size()) if distributed() else (0, 1)


def from_first(make: Callable[[], T]) -> T:
    """What `make` returns in the first process, in every process; it runs in the first alone."""
    if not distributed():
        return make()
    box = [make() if is_first() else None]
    dist.broadcast_object_list(box, src=0)
    result: T = box[0]  # type: ignore[assignment]
    return result


def summed(values: Sequence[float]) -> list[float]:
    """Each of `values` summed over all processes: the same numbers everywhere, to the last bit."""
    if not distributed():
        return list(values)
    gathered: list[Sequence[float]] = [()] * dist.get_world_size()
    dist.all_gather_object(gathered, values)
    return [sum(column) for column in zip(*gathered, strict=True)]


def leave() -> None:
    """Part from the other processes, at the end; NCCL complains about those that just exit."""
    if distributed():
        dist.destroy_process_group()
