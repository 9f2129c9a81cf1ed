"""How much one request may ask for: poses, pixels, and what is done to each."""

from animator.engine import SIDE
from animator.look import Look
from handlerkit.checks import SettingsError

MOST_POSES = 256
# Of all frames of a request: 256 of 512x512.
MOST_PIXELS = MOST_POSES * SIDE * SIDE
# Pixels times what is done to each, in filters; a core takes some tens of ns for one: about a minute.
MOST_WORK = 16 * MOST_PIXELS
# What enlarging by networks takes, in filters of the enlarged picture.
_NETWORKS = {"low": 2, "high": 16}


def check_cost(look: Look, poses: int) -> None:
    """Raises SettingsError with how many poses of this look go into one request."""
    pixels = look.width * look.height
    if poses * pixels > MOST_PIXELS:
        raise SettingsError(
            f"at most {MOST_PIXELS // pixels} poses of {look.width}x{look.height} pixels go into one request"
        )
    work = pixels * (len(look.filters.links) + (_NETWORKS[look.upscale_quality] if look.networked else 0))
    if poses * work > MOST_WORK:
        filters = len(look.filters.links)
        done = [f"{filters} filter{'s' * (filters > 1)}"] if filters else []
        done += [f"networks of {look.upscale_quality} quality"] if look.networked else []
        raise SettingsError(
            f"at most {MOST_WORK // work} poses of {look.width}x{look.height} pixels with "
            f"{' and '.join(done)} go into one request"
        )
