"""Every key of the settings: where in `Settings` it stands, what it may be, and what it does in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from soulsgen.studio.kinds import (
    COLOUR,
    FORMAT,
    PARAMETER,
    POINT,
    SWITCH,
    WORDS,
    Kind,
    choice,
    listed,
    maybe,
    number,
    whole,
)
from soulsgen.studio.tables import CROP, EFFECTS, FILTERS


@dataclass(frozen=True)
class Key:
    """path: of the field, from `Settings` on, with dots."""

    path: str
    kind: Kind
    words: str


_PICTURE = {
    "target_fps": Key("fps", number(1, 60, "Hz"), "Pictures a second, where they can be drawn so fast."),
    "size": Key("size", whole(64, 1024, "px"), "Side of the whole picture, before crop and upscale."),
    "format": Key("format", FORMAT, "How each picture is encoded."),
    "quality": Key("quality", whole(1, 100, "%"), "Of webp and jpeg: more is larger."),
    "background": Key("background", COLOUR, "What is behind her: transparent, or a colour as #rrggbb."),
    "crop": Key("crop", CROP, "What is kept of the picture, as shares of it from its left and its top."),
    "upscale": Key("upscale", number(1, 4), "How many times as large the picture is made."),
    "upscale_preset": Key("upscale_preset", choice("A", "B", "C"), "Anime4K's: A and B restore, C denoises."),
    "upscale_quality": Key(
        "upscale_quality",
        choice("lanczos", "bicubic", "bilinear", "low", "high"),
        "How the picture is made larger; low and high are Anime4K, whose shaders the archive must have.",
    ),
    "postprocessor_chain": Key("filters", FILTERS, "What is done to each picture, in order."),
    "metrics_enabled": Key("metrics", SWITCH, "Whether the timings of each picture are logged."),
    "backdrop_path": Key("backdrop_path", maybe(WORDS), "A picture that viewers lay behind her."),
    "backdrop_blur": Key("backdrop_blur", SWITCH, "Whether viewers blur that picture."),
}
_FACE = {
    "pose_interpolator_step": Key(
        "manner.step",
        number(0.001, 1),
        "How fast a feeling comes: the share of the way that is gone in a 25th of a second.",
    ),
    "blink_interval_min": Key(
        "manner.blinking.shortest_s", number(0, 3600, "s"), "From one blink to the next, at least."
    ),
    "blink_interval_max": Key(
        "manner.blinking.longest_s",
        number(0, 3600, "s"),
        "From one blink to the next, at most; never less than a double blink takes, 0.56 s.",
    ),
    "blink_probability": Key(
        "manner.blinking.readiness",
        number(0, 1),
        "The chance, 25 times a second, that she blinks once she may; with 0 she does not blink.",
    ),
    "blink_confusion_duration": Key(
        "manner.blinking.confused_s",
        number(0, 3600, "s"),
        "How long she blinks oftener when she gets confused.",
    ),
    "talking_fps": Key(
        "manner.talking.rate_hz",
        number(0.1, 60, "Hz"),
        "Mouths a second while she talks and nobody knows what.",
    ),
    "talking_morph": Key("manner.talking.parameter", PARAMETER, "What opens and closes then."),
    "lips_lead": Key("manner.lead_s", number(-1, 1, "s"), "How far the lips are ahead of the sound."),
    "looks_about": Key("manner.looks_about", SWITCH, "Whether her eyes wander by themselves."),
    "look": Key(
        "manner.look",
        maybe(POINT),
        "What she looks at unless told otherwise: camera, or a place [x, y] in the picture; null: anything.",
    ),
    "data_eyes_fps": Key(
        "manner.data_eyes.rate_hz", number(0, 60, "Hz"), "Pictures a second of data eyes; with 0 they stand."
    ),
    "data_eyes_fadeout_duration": Key(
        "manner.data_eyes.fading_s", number(0, 60, "s"), "How long data eyes pale when they end."
    ),
    "data_eyes_min_duration": Key(
        "manner.data_eyes.least_s", number(0, 60, "s"), "How long data eyes are seen at least before that."
    ),
    "eye_waver_fps": Key(
        "manner.waver_hz", number(0, 60, "Hz"), "Pictures a second of eyes that waver; with 0 they stand."
    ),
}
_BODY = {
    "sway_morphs": Key("manner.sway.parameters", listed(PARAMETER, 45), "What of a pose sways."),
    "sway_interval_min": Key(
        "manner.sway.shortest_s", number(0.5, 3600, "s"), "From one resting place to the next, at least."
    ),
    "sway_interval_max": Key(
        "manner.sway.longest_s", number(0.5, 3600, "s"), "From one resting place to the next, at most."
    ),
    "sway_macro_strength": Key("manner.sway.macro", number(0, 1), "How far from the middle she rests."),
    "sway_micro_strength": Key("manner.sway.micro", number(0, 1), "How far she is unquiet about that."),
    "breathing_cycle_duration": Key("manner.breathing_s", number(0.1, 3600, "s"), "From breath to breath."),
    "animefx_enabled": Key("manner.effects", SWITCH, "Whether strong feelings show as signs about her."),
    "animefx": Key("manner.drawn", EFFECTS, "Those signs: which feelings show them, and how they move."),
}
KEYS: Mapping[str, Key] = MappingProxyType(_PICTURE | _FACE | _BODY)
# Of two, the second is never less.
ORDERED = (("blink_interval_min", "blink_interval_max"), ("sway_interval_min", "sway_interval_max"))
