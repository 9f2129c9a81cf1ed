"""How far a training is, and the learning rate there."""

import math

from soulstrain.speech.presets import SpeechRecipe

LOWEST = 0.01  # of the highest learning rate


def progress(recipe: SpeechRecipe, step: int, seconds: float) -> float:
    """0 at the start, 1 or more when steps or minutes, whichever end first, are over."""
    shares = [step / recipe.steps]
    if recipe.minutes is not None:
        shares.append(seconds / (60 * recipe.minutes))
    return max(shares)


def learning_rate(recipe: SpeechRecipe, step: int, seconds: float) -> float:
    """Linear over the warm-up, then half a cosine down to a hundredth."""
    if step < recipe.warmup:
        return recipe.learning_rate * (step + 1) / recipe.warmup
    share = min(progress(recipe, step, seconds), 1.0)
    return recipe.learning_rate * (LOWEST + (1 - LOWEST) * (1 + math.cos(math.pi * share)) / 2)
