"""espeak-ng's voices by the names a request gives them: a language, and after a plus who speaks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tts.engines.engine import Voice
from tts.engines.spelled import Unspeakable

DEFAULT = "en-us"


@dataclass(frozen=True)
class Catalogue:
    """`voices` has every language, the default first, and every variant once, on the default.

    identifiers: espeak-ng's, by language. rate_hz: of all they say.
    """

    voices: tuple[Voice, ...]
    identifiers: Mapping[str, str]
    variants: frozenset[str]
    rate_hz: int

    def identifier(self, name: str) -> str:
        """What espeak-ng calls the voice `name`. Raises Unspeakable for one that it has not."""
        language, plus, variant = name.partition("+")
        if language not in self.identifiers:
            close = get_close_matches(language, self.identifiers, n=1)
            hint = f"; did you mean {close[0]}?" if close else "."
            raise Unspeakable(f'there is no voice {language!r}{hint} {{"op": "voices"}} lists them')
        if plus and variant not in self.variants:
            raise Unspeakable(f'no voice has a variant {variant!r}. {{"op": "voices"}} lists them')
        return self.identifiers[language] + plus + variant


def catalogue_of(told: Mapping[str, Any]) -> Catalogue:
    """From what `espeak_process` tells of voices."""
    # Several voices may speak a language; the best of them comes last here, and stays.
    best = {language: rest for language, _, *rest in sorted(told["voices"], reverse=True)}
    plain = [
        Voice(language, language, _joined(name, gender))
        for language, (_, name, gender) in sorted(
            best.items(), key=lambda each: (each[0] != DEFAULT, each[0])
        )
    ]
    varied = [
        Voice(f"{DEFAULT}+{name}", DEFAULT, _joined("any voice takes it", gender))
        for name, gender in sorted(told["variants"])
    ]
    identifiers = {language: identifier for language, (identifier, _, _) in best.items()}
    variants = frozenset(name for name, _ in told["variants"])
    return Catalogue((*plain, *varied), identifiers, variants, told["rate_hz"])


def _joined(*words: str) -> str:
    return ", ".join(word for word in words if word)
