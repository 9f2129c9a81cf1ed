"""The optimizer: Muon for the matrices inside the layers, AdamW for all else.

Muon (Jordan 2024, https://kellerjordan.github.io/posts/muon/) makes the steps of a matrix orthogonal.
"""

from collections.abc import Iterable
from typing import Any

import torch


class Descent:
    """Both optimizers under one learning rate; Muon's steps are scaled to the size of AdamW's.

    inside: matrices. outside: whatever else is trained, of which vectors do not decay.
    """

    def __init__(
        self,
        inside: Iterable[torch.Tensor],
        outside: Iterable[torch.Tensor],
        learning_rate: float,
        weight_decay: float = 0.0,
        betas: tuple[float, float] = (0.9, 0.98),
    ) -> None:
        others = list(outside)
        groups: list[dict[str, Any]] = [
            {"params": [weight for weight in others if weight.dim() > 1], "weight_decay": weight_decay},
            {"params": [weight for weight in others if weight.dim() == 1], "weight_decay": 0.0},
        ]
        self.adamw: torch.optim.Optimizer = torch.optim.AdamW(
            groups, lr=learning_rate, betas=betas, fused=True
        )
        self.muon: torch.optim.Optimizer = torch.optim.Muon(
            list(inside), lr=learning_rate, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw"
        )

    def step(self, learning_rate: float) -> None:
        """Down the gradients, which are used up."""
        for optimizer in (self.muon, self.adamw):
            for group in optimizer.param_groups:
                group["lr"] = learning_rate
            optimizer.step()
            optimizer.zero_grad()

    def state_dict(self) -> dict[str, Any]:
        return {"muon": self.muon.state_dict(), "adamw": self.adamw.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.muon.load_state_dict(state["muon"])
        self.adamw.load_state_dict(state["adamw"])
