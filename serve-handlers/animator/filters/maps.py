"""Maps of a picture's pixels that are the same for every frame, kept for the next one."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from torch import Tensor

Make = TypeVar("Make", bound=Callable[..., Tensor])
# Of larger pictures none are kept: whoever asked for many kinds of them would fill the memory.
_LARGEST = 1 << 20


def kept(most: int) -> Callable[[Make], Make]:
    """Keeps the `most` maps last asked for, by height, width and whatever else they are made for."""

    def keeping(make: Make) -> Make:
        remembered = lru_cache(most)(make)

        @wraps(make)
        def get(height: int, width: int, *rest: Any) -> Tensor:
            return (remembered if height * width <= _LARGEST else make)(height, width, *rest)

        return cast(Make, get)

    return keeping
