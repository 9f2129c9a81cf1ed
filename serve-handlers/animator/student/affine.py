"""One layer without its sine, over rows of pixels: [pixels, inputs] to [pixels, outputs].

By oneDNN, with weights packed beforehand: where MKL does not know the processor, twice as fast as torch's
own matrix product. torch's frozen graphs use the same operators.
"""

import torch
from torch import Tensor
from torch.nn import functional


class Affine:
    def __init__(self, weight: Tensor, rows: int) -> None:
        """weight: [outputs, inputs] float32. rows: pixels in most calls; others work, slower."""
        self.weight = weight.contiguous()
        self.packed: Tensor | None = None
        if torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
            self.packed = torch.ops.mkldnn._reorder_linear_weight(self.weight, rows)

    def __call__(self, x: Tensor, bias: Tensor) -> Tensor:
        if self.packed is None:
            return functional.linear(x, self.weight, bias)
        out: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.packed, bias, "none", [], "")
        return out

    def added(self, x: Tensor, other: Tensor) -> Tensor:
        """The layer without a bias, and `other` [pixels, outputs] added."""
        if self.packed is None:
            return torch.addmm(other, x, self.weight.t())
        out: Tensor = torch.ops.mkldnn._linear_pointwise.binary(x, other, self.packed, None, "add")
        return out
