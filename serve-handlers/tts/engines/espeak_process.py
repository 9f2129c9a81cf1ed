"""espeak-ng, alone in a process: lines to speak in on stdin, samples and phonemes out on stdout.

The library is GPL-3. Nothing else of an archive loads it, and this file imports nothing of ours.

Each line is spoken by a fork of the process. espeak-ng keeps state between utterances (the phase of flutter
and of breath): from a fork the same line is the same bytes, whatever was said before it. And the system ends
a fork that runs wild or grows; the process goes with it, and who started it starts another.

Frames, both ways: a letter, the size of what follows (4 bytes, big-endian), and that, JSON but for samples.

    in   V                                                what voices are there
         S {"text", "voice", "rate", "pitch", "range"}    speak; the voice is an identifier, "+variant" behind
         C                                                stop speaking, if speaking still
    out  V {"voices": [[language, priority, identifier, name, gender]],
          "variants": [[file, gender]], "rate_hz"}
         E [[sample, character, name]]    phonemes: where they begin, and the word they are of; names in IPA
         A 16-bit samples, little-endian
         D {}                             the line is done, or stopped
         F {"error"}                      it cannot start; nothing follows

A frame that a fork writes is at most PIPE_BUF long, so that none is ever in halves.
Source: speak_lib.h of espeak-ng 1.52.
"""

import ctypes
import importlib
import json
import os
import resource
import select
import struct
import sys
from pathlib import Path
from typing import Any

HEADER = struct.Struct(">cI")
# Of one line: a sentence of thousands of words takes a second.
CPU_S = 20
MEMORY_BYTES = 1 << 30
FIRST_VOICE = "gmw/en-US"
MOST_EVENTS = 40  # a frame
_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, the call returns when all are made
_PHONEME_EVENTS, _PHONEME_IPA = 1, 2
_CHARS_UTF8 = 1
_POS_CHARACTER = 1
_EVENT_END, _EVENT_PHONEME = 0, 7
_RATE, _PITCH, _RANGE = 1, 3, 4
_GENDERS = ("", "male", "female")


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # ms
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),  # of a phoneme, its name
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),  # (priority byte, name, NUL) again and again, then NUL
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def write(kind: bytes, content: bytes) -> None:
    frame = HEADER.pack(kind, len(content)) + content
    while frame:
        frame = frame[os.write(1, frame) :]


def tell(kind: bytes, value: Any) -> None:
    write(kind, json.dumps(value).encode())


def read() -> tuple[bytes, bytes]:
    """The next frame; ends the process where there is none."""
    kind, size = HEADER.unpack(_exactly(HEADER.size))
    return kind, _exactly(size)


def _exactly(size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        block = os.read(0, size - len(taken))
        if not block:
            sys.exit(0)
        taken += block
    return taken


class Library:
    """espeak-ng's shared library, opened once."""

    def __init__(self) -> None:
        espeakng_loader = importlib.import_module("espeakng_loader")
        self.calls: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        self.calls.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        data = str(espeakng_loader.get_data_path())
        self.data = Path(data)
        options = _PHONEME_EVENTS | _PHONEME_IPA
        self.rate_hz = int(self.calls.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), options))
        if self.rate_hz <= 0:
            raise OSError(f"espeak-ng does not start with its data in {data}")
        # Else the clock seeds what is breathy and rough in a voice.
        self.calls.espeak_ng_SetRandSeed(ctypes.c_long(1))
        # Kept, or the library would call into freed memory.
        self.callback = _CALLBACK(_spoken)
        self.calls.espeak_SetSynthCallback(self.callback)
        # One voice alone is loaded here: each leaves a command that waits for the next line, and too many
        # push out its first events. Forks load the others.
        self._load(FIRST_VOICE)

    def _load(self, voice: str) -> None:
        if self.calls.espeak_SetVoiceByName(voice.encode()):
            raise OSError(f"espeak-ng does not load its voice {voice}")

    def voices(self) -> dict[str, Any]:
        variant = _Voice(languages=ctypes.cast(ctypes.c_char_p(b"variant"), ctypes.c_void_p))
        voices = [
            (language, priority, voice.identifier.decode(), voice.name.decode(), _GENDERS[voice.gender % 3])
            for voice in self._listed(None)
            if self._speaks(voice.identifier.decode())
            for priority, language in _languages(voice)
        ]
        variants = [
            (voice.identifier.decode().removeprefix("!v/"), _GENDERS[voice.gender % 3])
            for voice in self._listed(ctypes.byref(variant))
        ]
        return {"voices": voices, "variants": variants, "rate_hz": self.rate_hz}

    def _speaks(self, voice: str) -> bool:
        """Whether the voice has a dictionary: some are listed without, and say nothing at all."""
        path = self.data / "lang" / voice
        if not path.is_file():
            return True
        told = [line.split() for line in path.read_text("utf-8", "replace").splitlines()]
        facts = {words[0]: words[1] for words in reversed(told) if len(words) > 1}
        dictionary = facts.get("dictionary") or facts.get("language", "").partition("-")[0]
        return (self.data / f"{dictionary}_dict").is_file()

    def _listed(self, wanted: Any) -> list[Any]:
        found: list[Any] = []
        listed = self.calls.espeak_ListVoices(wanted)
        while listed[len(found)]:
            found.append(listed[len(found)].contents)
        return found

    def speak(self, line: dict[str, Any]) -> None:
        """Raises OSError when the fork that spoke did not end well."""
        speaking = os.fork()
        if not speaking:
            try:
                self._speak(line)
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(speaking, 0)
        if status:
            raise OSError(f"espeak-ng ended with wait status {status}")
        tell(b"D", {})

    def _speak(self, line: dict[str, Any]) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        if line["voice"] != FIRST_VOICE:
            self._load(line["voice"])
        for parameter, name in ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range")):
            self.calls.espeak_SetParameter(parameter, line[name], 0)
        text = line["text"].encode()
        self.calls.espeak_Synth(text, len(text) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None)


def _languages(voice: Any) -> list[tuple[int, str]]:
    """(priority, language); the lower the better is this voice for it."""
    named, place = [], voice.languages
    while (priority := ctypes.string_at(place, 1)) != b"\0":
        name = ctypes.string_at(place + 1)
        named.append((priority[0], name.decode()))
        place += len(name) + 2
    return named


def _spoken(samples: Any, count: int, events: Any) -> int:
    """The library's callback, every 60 ms of speech: phonemes and samples out, and 1 to stop."""
    found: list[tuple[int, int, str]] = []
    index = 0
    while (event := events[index]).type != _EVENT_END:
        if event.type == _EVENT_PHONEME:
            found.append((event.sample, event.text_position - 1, event.id.decode(errors="ignore")))
        index += 1
    try:
        for first in range(0, len(found), MOST_EVENTS):
            tell(b"E", found[first : first + MOST_EVENTS])
        if samples and count:
            write(b"A", ctypes.string_at(samples, 2 * count))
    except OSError:
        # Nobody listens any more; an exception would be lost on its way through the library.
        os._exit(1)
    # Whatever comes in while a line is spoken is a wish to stop, or the end of who asked; it is read later.
    return int(bool(select.select([0], [], [], 0)[0]))


def main() -> None:
    try:
        library = Library()
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        # AttributeError: an older library lacks a function.
        tell(b"F", {"error": str(error)})
        sys.exit(1)
    while True:
        kind, content = read()
        if kind == b"V":
            tell(b"V", library.voices())
        elif kind == b"S":
            library.speak(json.loads(content))


if __name__ == "__main__":
    main()
