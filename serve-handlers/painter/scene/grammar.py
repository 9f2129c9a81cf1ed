"""The small words around a feature: colours, numbers, denials."""

# Colours in OKLCH: lightness 0..1, chroma, hue in degrees.
COLOURS: dict[str, tuple[float, float, float]] = {
    "red": (0.55, 0.2, 27),
    "crimson": (0.48, 0.19, 20),
    "scarlet": (0.58, 0.22, 30),
    "blood-red": (0.4, 0.17, 26),
    "orange": (0.7, 0.17, 55),
    "amber": (0.76, 0.15, 72),
    "golden": (0.8, 0.14, 88),
    "gilded": (0.8, 0.13, 88),
    "yellow": (0.87, 0.16, 100),
    "green": (0.6, 0.16, 145),
    "emerald": (0.62, 0.16, 158),
    "jade": (0.66, 0.12, 162),
    "teal": (0.62, 0.1, 195),
    "turquoise": (0.75, 0.11, 195),
    "cyan": (0.82, 0.12, 205),
    "blue": (0.55, 0.16, 258),
    "azure": (0.66, 0.14, 245),
    "sapphire": (0.48, 0.18, 262),
    "indigo": (0.4, 0.16, 280),
    "purple": (0.48, 0.18, 305),
    "violet": (0.55, 0.18, 298),
    "lavender": (0.75, 0.1, 300),
    "magenta": (0.6, 0.24, 330),
    "pink": (0.77, 0.13, 355),
    "white": (0.95, 0.01, 250),
    "pale": (0.88, 0.02, 250),
    "silver": (0.8, 0.015, 250),
    "grey": (0.6, 0.01, 250),
    "gray": (0.6, 0.01, 250),
    "black": (0.2, 0.01, 270),
    "brown": (0.45, 0.07, 60),
    "copper": (0.6, 0.11, 50),
    "bronze": (0.58, 0.09, 75),
    "ivory": (0.93, 0.03, 95),
    "ebony": (0.22, 0.01, 60),
}

# What a colour word that just before (or, with "is", after) such a noun colours.
COLOURED: dict[str, str] = {
    "sky": "sky heaven cloud dusk dawn sunset sunrise horizon twilight",
    "moon": "moon",
    "sun": "sun",
    "light": (
        "light glow aura radiance magic lightning energy rune spell orb portal crystal gem mushroom lantern "
        "beam shimmer ray mist fog aurora"
    ),
    "fire": "fire flame torch firelight blaze candle",
    "cloak": "cloak robe cape hood dress gown coat tunic garb armour armor clad uniform",
    "banner": "banner flag sail pennant tapestry curtain carpet rug",
    "water": "water sea ocean lake river pool lagoon wave",
    "leaf": "leaf foliage forest tree autumn",
    "land": "sand dune grass field meadow hill mountain rock stone desert",
    "creature": "dragon wolf horse serpent demon giant bear spider snake cat bird raven stallion griffin",
    "roof": "roof house",
    "eye": "eye",
}

NUMBERS: dict[str, int] = {
    "a": 1,
    "an": 1,
    "the": 1,
    "one": 1,
    "lone": 1,
    "lonely": 1,
    "single": 1,
    "solitary": 1,
    "two": 2,
    "pair": 2,
    "couple": 2,
    "both": 2,
    "twin": 2,
    "three": 3,
    "trio": 3,
    "few": 3,
    "four": 4,
    "several": 4,
    "five": 5,
    "some": 3,
    "six": 6,
    "group": 5,
    "band": 5,
    "party": 5,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "many": 8,
    "dozen": 12,
    "crowd": 10,
    "flock": 9,
    "herd": 6,
    "pack": 5,
    "army": 24,
    "horde": 24,
    "legion": 24,
    "fleet": 5,
    "regiment": 20,
    "crew": 5,
    "swarm": 12,
    "hundred": 24,
    "thousand": 24,
    "countless": 24,
}
# Taken as several where the text has the plural and no number.
PLURAL_COUNT = 4
# These are many by themselves.
CROWDS: dict[str, int] = {
    "army": 24,
    "crowd": 14,
    "crowded": 12,
    "throng": 14,
    "flock": 9,
    "party": 4,
    "band": 4,
    "crew": 5,
    "regiment": 20,
    "cavalry": 8,
    "townsfolk": 8,
    "townspeople": 8,
    "people": 5,
    "brawl": 6,
    "battle": 16,
    "cattle": 5,
    "cavaliers": 5,
    "militia": 8,
    "men": 4,
    "women": 4,
    "children": 3,
    "mice": 4,
    "undead": 4,
    "cultists": 4,
}

NEGATIONS = frozenset(
    ("no", "not", "without", "never", "neither", "nor", "lacking", "lacks", "minus", "avoid", "isn't")
)
# What ends the reach of a negation.
CLAUSE_ENDS = frozenset(
    (",", ".", ";", ":", "!", "?", "but", "with", "under", "at", "by", "beneath", "while", "and")
)
# The words that deny a feature by themselves.
DENIALS: dict[str, str] = {
    "moonless": "moon",
    "starless": "stars",
    "cloudless": "cloudy",
    "sunless": "sun",
    "treeless": "forest",
    "lifeless": "figures",
    "deserted": "figures",
    "empty": "figures",
    "uninhabited": "figures",
}
# Names of creatures that are also words for the size of others.
SIZES = frozenset(("giant", "titan", "colossus"))
SIMILES = frozenset(("like", "as"))
# "A statue of a king" shows no king.
_LIKENESSES = """
statue idol bust portrait painting carving tapestry tomb grave effigy mural mosaic skull bones skeleton banner
tale tales story stories song songs legend legends memory head shadow half-buried
"""
LIKENESSES = frozenset(_LIKENESSES.split())
# Who does one of these is somebody: "Brannoch reaches up" shows a person, whatever the name.
_DEEDS = """
reaches walks kneels draws raises lifts holds waits sits rides steps leans sleeps reads watches whispers
shouts smiles counts crouches crawls points carries pulls pushes takes grabs swings aims casts enters follows
flees drinks laughs wakes rows wades stares guards says nods
reach stand walk run kneel draw wait sit climb ride look sleep watch hide crouch flee gather huddle
"""
DEEDS = frozenset(_DEEDS.split())
PRONOUNS = {"he": 1, "she": 1, "they": 3, "we": 4, "i": 1, "you": 1}
