"""Who speaks: espeak-ng's English accents under its voice variants, some kept back for scoring."""

from dataclasses import dataclass
from random import Random

# Twice where twice as likely. `en` is British.
ACCENTS = (
    *("en-us",) * 5,
    *("en",) * 3,
    *("en-gb-x-rp",) * 2,
    "en-gb-scotland",
    "en-gb-x-gbclan",
    "en-gb-x-gbcwmd",
    "en-us-nyc",
)
_HEARD = (
    "m1 m2 m3 m5 m6 m7 m8 f1 f3 f4 f5 Alex Alicia Andrea Andy Denis Diogo Gene Henrique Hugo Lee Mario "
    "Michael Mike Nguyen Storm adam anika announcer antonio aunty belinda benjamin boris caleb ed "
    "edward grandma gustave ian john kaukovalta klatt2 klatt4 klatt5 linda marcelo max miguel norbert "
    "pablo paul pedro quincy rob sandro shelby steph steph2 travis victor zac"
)
HEARD = _HEARD.split()
UNHEARD = ["m4", "f2", "Reed", "Annie", "steph3", "grandpa", "klatt3", "michel", "david", "robert"]
# 22,050 as it was made, and others that are quick to resample to 16,000.
PLAYED_HZ = (20_000, 20_480, 20_800, 21_600, 22_050, 22_050, 22_400, 23_040, 24_000)


@dataclass(frozen=True)
class Voice:
    """`name` as espeak-ng takes it, `speed` in words a minute, `pitch` and `range` from 0 to 99.

    What the synthesiser makes is played at `rate_hz`: slower than it is meant to, it is a longer vocal tract.
    """

    name: str
    speed: int
    pitch: int
    range: int
    rate_hz: int


def draw_voice(chance: Random, *, unheard: bool = False) -> Voice:
    """A voice to learn from, or one kept back."""
    variant = chance.choice(UNHEARD if unheard else HEARD)
    return Voice(
        name=f"{chance.choice(ACCENTS)}+{variant}",
        speed=chance.randint(130, 210),
        pitch=chance.randint(25, 75),
        range=chance.randint(30, 75),
        rate_hz=chance.choice(PLAYED_HZ),
    )
