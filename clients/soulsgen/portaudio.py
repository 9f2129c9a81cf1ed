"""PortAudio, through which sound comes in and goes out: sounddevice, and what to install where it is not."""

from importlib import import_module
from types import ModuleType

from soulsgen.errors import SoulsgenError


def portaudio(what: str, otherwise: str) -> ModuleType:
    """sounddevice, for `what`.

    Raises SoulsgenError that says what is missing and how it is installed; `otherwise` is the way without.
    """
    try:
        return import_module("sounddevice")
    except ModuleNotFoundError as error:
        raise SoulsgenError(f"{what} needs sounddevice: pip install 'soulsgen[live]'") from error
    except OSError as error:
        raise SoulsgenError(
            f"{what} needs the system's PortAudio library: apt install libportaudio2, dnf install portaudio "
            f"or brew install portaudio. {otherwise}"
        ) from error


def device_of(given: str | None) -> int | str | None:
    """A device by its number or its name, as PortAudio takes it; None is its default."""
    return int(given) if given and given.isdecimal() else given
