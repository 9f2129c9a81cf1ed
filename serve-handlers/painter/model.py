"""What an archive holds and how it becomes an engine.

model_dir/weights/  nothing                                     paints by procedure
                    model_index.json and its parts' folders     a diffusers pipeline
"""

from pathlib import Path

import torch

from handlerkit.checks import SettingsError
from painter.engine import Painter
from painter.settings import ModelSettings

INDEX = "model_index.json"


def load_painter(folder: Path, settings: ModelSettings, device: torch.device) -> Painter:
    """Engine for an archive's `weights` folder. Raises SettingsError when a pipeline is missing."""
    pipeline = Path(settings.pipeline) if settings.pipeline else folder
    there = (pipeline / INDEX).is_file()
    if settings.engine == "diffusers" and not there:
        raise SettingsError(f"painter.engine is diffusers, and {pipeline} has no {INDEX}")
    if settings.pipeline and not there:
        raise SettingsError(f"painter.pipeline: {pipeline} has no {INDEX}")
    if settings.engine == "procedural" or not there:
        from painter.procedural import ProceduralPainter

        return ProceduralPainter()
    from painter.diffusion import DiffusionPainter

    return DiffusionPainter(pipeline, settings, device)
