"""Short forms of English and what is said for them. Keys are small letters without the last dot."""

from types import MappingProxyType

from tts.text.roman import value

# A name or number follows; a dot after these never ends a sentence.
_BEFORE_A_NAME = {
    "mr": "Mister",
    "mrs": "Missus",
    "ms": "Miz",
    "mx": "Mix",
    "messrs": "Messrs",
    "dr": "Doctor",
    "prof": "Professor",
    "st": "Saint",
    "rev": "Reverend",
    "hon": "Honourable",
    "capt": "Captain",
    "cpt": "Captain",
    "lt": "Lieutenant",
    "col": "Colonel",
    "gen": "General",
    "sgt": "Sergeant",
    "cpl": "Corporal",
    "cmdr": "Commander",
    "maj": "Major",
    "adm": "Admiral",
    "gov": "Governor",
    "sen": "Senator",
    "pres": "President",
    "mt": "Mount",
}
_WITHIN = {
    "e.g": "for example",
    "eg": "for example",
    "i.e": "that is",
    "ie": "that is",
    "cf": "compare",
    "vs": "versus",
    "viz": "namely",
    "approx": "approximately",
    "ca": "circa",
    "incl": "including",
    "esp": "especially",
    "resp": "respectively",
}
_ANYWHERE = {
    "etc": "et cetera",
    "al": "al",
    "jr": "Junior",
    "sr": "Senior",
    "esq": "Esquire",
    "inc": "Incorporated",
    "ltd": "Limited",
    "co": "Company",
    "corp": "Corporation",
    "ave": "Avenue",
    "blvd": "Boulevard",
    "rd": "Road",
    "a.m": "eigh em",
    "p.m": "pee em",
    "a.d": "eigh dee",
    "b.c": "bee see",
    "ph.d": "pee aitch dee",
    "u.s": "you ess",
    "u.k": "you kay",
    "u.s.a": "you ess eigh",
    "dept": "department",
}
SHORT_MONTHS = MappingProxyType(
    {
        "jan": "January",
        "feb": "February",
        "mar": "March",
        "apr": "April",
        "jun": "June",
        "jul": "July",
        "aug": "August",
        "sept": "September",
        "sep": "September",
        "oct": "October",
        "nov": "November",
        "dec": "December",
    }
)
_PARTS = {"fig": "figure", "vol": "volume", "ch": "chapter", "pg": "page", "pp": "pages"}
# Also names and fruit: said so only beside a number.
_BESIDE_A_NUMBER = _PARTS | {"max": "maximum", "min": "minimum"} | SHORT_MONTHS
# Units that are written with a dot; what is said for them stands in `units`.
UNITS = frozenset({"ft", "lb", "lbs", "oz", "yd", "yds", "mi", "hr", "hrs", "sec", "secs", "mins", "lvl"})
NEVER_END = frozenset(_BEFORE_A_NAME) | frozenset(_WITHIN)
MAY_END = (frozenset(_ANYWHERE) | frozenset(_BESIDE_A_NUMBER) | UNITS) - {"u.s", "u.k", "u.s.a"}
# Said so without a dot too, as no word is written like them.
_WITHOUT_A_DOT = "mr mrs ms mx dr prof capt sgt cmdr vs etc approx ltd lvl eg ie jr esp incl a.m p.m e.g i.e"
_UNDOTTED = frozenset(_WITHOUT_A_DOT.split())
_SAID = MappingProxyType(
    _BEFORE_A_NAME | _WITHIN | _ANYWHERE | {"lvl": "level", "w/o": "without", "b/c": "because"}
)
SHORT_FORMS = frozenset(_SAID) | frozenset(_BESIDE_A_NUMBER) | {"no", "w"}


def expanded(core: str, trail: str, before: str, after: str) -> str | None:
    """What is said for `core`, perhaps with a dot in `trail`, between the cores of its neighbours."""
    name = core.lower()
    dotted = trail.startswith(".")
    if name == "w" and trail.startswith("/"):
        return "with"
    if name == "no" and dotted and after[:1].isdigit():
        return "number"
    if name in _BESIDE_A_NUMBER:
        numbered = before[:1].isdigit() or is_numbered(name, after)
        return _BESIDE_A_NUMBER[name] if dotted and numbered else None
    if name not in _SAID or not (dotted or name in _UNDOTTED or "/" in name):
        return None
    if name in ("st", "dr") and before[:1].isupper() and not after[:1].isupper():
        return {"st": "Street", "dr": "Drive"}[name]
    return _SAID[name]


def is_numbered(name: str, after: str) -> bool:
    """Whether `after` is the number of what the short form `name` stands for: "vol. II"."""
    if after[:1].isdigit():
        return True
    # Behind a fig that was eaten an `I` speaks.
    return name in _PARTS and value(after) is not None and (after != "I" or name in ("vol", "ch"))
