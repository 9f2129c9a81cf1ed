"""The table of words: what each feature of a scene may be called. The one place to teach the painter a word.

Words stand in the singular and in their plain form; `mentions` finds plurals, and `_` joins a phrase.
A word may stand in several places: "snowy" is a season and a weather.
"""

from painter.scene.places import PLACES
from painter.scene.things import THINGS

FEATURES: dict[str, dict[str, str]] = {**PLACES, **THINGS}
