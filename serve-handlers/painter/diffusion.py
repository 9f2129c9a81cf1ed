"""The engine with weights: any local diffusers pipeline (SDXL, SD 3.5, FLUX, Z-Image, Qwen-Image).

Nothing is downloaded and nothing but safetensors is read: other weight files can hold programs.
"""

import inspect
import logging
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import DiffusionPipeline
from numpy.typing import NDArray

from handlerkit.checks import SettingsError
from painter.engine import Fault, Picture, seed_of
from painter.settings import STYLES, ModelSettings, Request

logger = logging.getLogger("soulsgen.painter")
# Sides that every pipeline takes: 8 for the VAE, 2 for the patches of a transformer.
_SIDE = 16


class DiffusionPainter:
    """A pipeline on its device. Requests of one size and number of steps are denoised together.

    A seed gives the same noise in any company; how a batch rounds its last bits depends on its size.
    """

    def __init__(self, folder: Path, settings: ModelSettings, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        load: Any = DiffusionPipeline.from_pretrained
        self.pipeline: Any = load(
            folder,
            dtype=_dtype(settings, device),
            use_safetensors=True,
            local_files_only=True,
        )
        self.pipeline.set_progress_bar_config(disable=True)
        self.takes = set(inspect.signature(self.pipeline.__call__).parameters)
        if not {"prompt", "width", "height"} <= self.takes:
            raise SettingsError(f"{type(self.pipeline).__name__} does not paint from a text alone")
        if settings.offload and device.type == "cuda":
            self.pipeline.enable_model_cpu_offload(device=device)
        else:
            self.pipeline.to(device)
        if settings.compile:
            _compile(self.pipeline)

    def paint(self, requests: Sequence[Request]) -> list[Picture | Fault]:
        answers: dict[int, Picture | Fault] = {}
        order = sorted(range(len(requests)), key=lambda index: _alike(requests[index]))
        for _, group in groupby(order, key=lambda index: _alike(requests[index])):
            indices = list(group)
            for start in range(0, len(indices), self.settings.batch):
                part = indices[start : start + self.settings.batch]
                answers.update(zip(part, self._together([requests[index] for index in part]), strict=True))
        return [answers[index] for index in range(len(requests))]

    def _together(self, requests: list[Request]) -> list[Picture | Fault]:
        """Pictures of requests that are alike; when memory is short one after the other."""
        try:
            return list(self._denoised(requests))
        except torch.OutOfMemoryError:
            # Gone on from below: in here the fault's traceback still holds what was denoised.
            pass
        except Exception:
            logger.exception("%d requests, %s", len(requests), _alike(requests[0]))
            return [Fault("the pipeline failed at this request", ours=True) for _ in requests]
        torch.cuda.empty_cache()
        if len(requests) > 1:
            return [answer for request in requests for answer in self._together([request])]
        size = f"{requests[0].width}x{requests[0].height}"
        return [Fault(f"{size} is more than this machine's memory holds; ask for a smaller picture")]

    def _denoised(self, requests: list[Request]) -> list[Picture]:
        first = requests[0]
        wide, high = (-(-side // _SIDE) * _SIDE for side in (first.width, first.height))
        steps = first.steps or self.settings.steps or None
        seeds = [seed_of(request) for request in requests]
        arguments: dict[str, Any] = {
            "prompt": [f"{request.prompt}, {STYLES[request.style]}" for request in requests],
            "negative_prompt": [request.negative for request in requests],
            "width": wide,
            "height": high,
            # On the CPU, so that a seed gives the same noise on any device.
            "generator": [torch.Generator("cpu").manual_seed(seed) for seed in seeds],
            "num_inference_steps": steps,
            "guidance_scale": self.settings.guidance or None,
            "output_type": "np",
        }
        if not any(request.negative for request in requests):
            del arguments["negative_prompt"]
        known = {name: value for name, value in arguments.items() if value is not None and name in self.takes}
        with torch.inference_mode():
            images = self.pipeline(**known).images
        return [
            Picture(_cropped(image, request), seed, self._name(), steps)
            for image, request, seed in zip(images, requests, seeds, strict=True)
        ]

    def _name(self) -> str:
        import diffusers

        return f"diffusers {diffusers.__version__} {type(self.pipeline).__name__}"


def _alike(request: Request) -> tuple[int, int, int, bool]:
    """Requests with the same of these go through the pipeline together."""
    return request.width, request.height, request.steps or 0, bool(request.negative)


def _cropped(image: NDArray[np.float32], request: Request) -> NDArray[np.uint8]:
    """8-bit, the middle of what the pipeline made a little too large."""
    top, left = (image.shape[0] - request.height) // 2, (image.shape[1] - request.width) // 2
    part = image[top : top + request.height, left : left + request.width]
    codes: NDArray[np.uint8] = np.rint(np.nan_to_num(part) * 255).clip(0, 255).astype(np.uint8)
    return codes


def _dtype(settings: ModelSettings, device: torch.device) -> torch.dtype:
    if settings.dtype != "auto":
        kind: torch.dtype = getattr(torch, settings.dtype)
        return kind
    return torch.bfloat16 if device.type == "cuda" else torch.float32


def _compile(pipeline: Any) -> None:
    """The denoiser alone: it runs once a step, everything else once a picture."""
    for part in ("transformer", "unet"):
        module = getattr(pipeline, part, None)
        if module is not None:
            repeated = getattr(module, "compile_repeated_blocks", None)
            if repeated and getattr(module, "_repeated_blocks", None):
                repeated(fullgraph=True)
            else:
                module.compile()
