"""A step of a decoder as a CUDA graph: some hundreds of kernel launches become one."""

from collections.abc import Callable

import torch
from torch import Tensor


def captured(step: Callable[[], None], column: Tensor) -> Callable[[], None]:
    """`step` replayed; it works on tensors in place alone, and `column` is where it writes next.

    Warmed up on a side stream first, as capture requires (PyTorch's notes on CUDA graphs).
    """
    stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    column.zero_()
    with torch.cuda.graph(graph):
        step()
    return graph.replay
