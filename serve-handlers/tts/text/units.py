"""Units after a number, for one and for many: what a table counts, weighs, measures and pays in."""

from types import MappingProxyType

# written: (one, many). Read only behind a number.
_PAIRS = MappingProxyType(
    {
        "gp": ("gold piece", "gold pieces"),
        "sp": ("silver piece", "silver pieces"),
        "cp": ("copper piece", "copper pieces"),
        "ep": ("electrum piece", "electrum pieces"),
        "pp": ("platinum piece", "platinum pieces"),
        "ft": ("foot", "feet"),
        "'": ("foot", "feet"),
        "’": ("foot", "feet"),
        "′": ("foot", "feet"),
        '"': ("inch", "inches"),
        "”": ("inch", "inches"),
        "″": ("inch", "inches"),
        "in": ("inch", "inches"),
        "yd": ("yard", "yards"),
        "mi": ("mile", "miles"),
        "lb": ("pound", "pounds"),
        "lbs": ("pound", "pounds"),
        "oz": ("ounce", "ounces"),
        "mm": ("millimetre", "millimetres"),
        "cm": ("centimetre", "centimetres"),
        "m": ("metre", "metres"),
        "km": ("kilometre", "kilometres"),
        "g": ("gram", "grams"),
        "mg": ("milligram", "milligrams"),
        "kg": ("kilogram", "kilograms"),
        "ml": ("millilitre", "millilitres"),
        "l": ("litre", "litres"),
        "s": ("second", "seconds"),
        "sec": ("second", "seconds"),
        "ms": ("millisecond", "milliseconds"),
        "min": ("minute", "minutes"),
        "mins": ("minute", "minutes"),
        "h": ("hour", "hours"),
        "hr": ("hour", "hours"),
        "hrs": ("hour", "hours"),
        "mph": ("mile per hour", "miles per hour"),
        "km/h": ("kilometre per hour", "kilometres per hour"),
        "kph": ("kilometre per hour", "kilometres per hour"),
        "m/s": ("metre per second", "metres per second"),
        "°": ("degree", "degrees"),
        "°c": ("degree Celsius", "degrees Celsius"),
        "°f": ("degree Fahrenheit", "degrees Fahrenheit"),
        "%": ("percent", "percent"),
        "‰": ("per mille", "per mille"),
        "x": ("times", "times"),
        "×": ("times", "times"),
        "k": ("thousand", "thousand"),
        "M": ("million", "million"),
        "hz": ("hertz", "hertz"),
        "khz": ("kilohertz", "kilohertz"),
        "kb": ("kilobyte", "kilobytes"),
        "mb": ("megabyte", "megabytes"),
        "gb": ("gigabyte", "gigabytes"),
        "am": ("eigh em", "eigh em"),
        "pm": ("pee em", "pee em"),
        "hp": ("aitch pee", "aitch pee"),
        "xp": ("ex pee", "ex pee"),
    }
)
# Those that mean a unit when written apart from the number.
_APART = frozenset(_PAIRS) - {"'", "’", "′", '"', "”", "″", "in", "x", "k", "s", "am", "pm", "hp", "xp"}
# Capitals that are no unit, as in "5G".
_LETTERS = frozenset("GHS")


def unit(written: str, number: str) -> str | None:
    """The unit behind `number`, both as written; None where it is none."""
    if written in _LETTERS:
        return None
    power = {"²": "square ", "³": "cubic "}.get(written[-1:], "")
    pair = _PAIRS.get(written) or _PAIRS.get(written.lower().rstrip("²³"))
    return pair and power + pair[number != "1"]


def unit_apart(written: str, number: str) -> str | None:
    return unit(written, number) if is_unit(written) else None


def is_unit(written: str) -> bool:
    return written.lower().rstrip("²³") in _APART
