"""Prints as JSON the names espeak-ng gives to phonemes: {voice: [name, …]} for {voice: text} on stdin.

    python espeak_names.py < texts.json

A process of its own, as the library is opened once a process and here with names in IPA.
"""

import ctypes
import importlib
import json
import sys
from typing import Any

SYNCHRONOUS, PHONEME_EVENTS, PHONEME_IPA, UTF8 = 2, 1, 2, 1
END, PHONEME = 0, 7


class Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        *((name, ctypes.c_int) for name in ("text_position", "length", "audio_position", "sample")),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


def main() -> None:
    loader = importlib.import_module("espeakng_loader")
    library = ctypes.CDLL(loader.get_library_path())
    data = str(loader.get_data_path()).encode()
    library.espeak_Initialize(SYNCHRONOUS, 0, data, PHONEME_EVENTS | PHONEME_IPA)
    names: set[str] = set()

    def receive(_samples: Any, _count: int, events: Any) -> int:
        index = 0
        while (event := events[index]).type != END:
            if event.type == PHONEME:
                name = ctypes.string_at(ctypes.addressof(event) + Event.id.offset, 8).partition(b"\0")[0]
                names.add(name.decode(errors="ignore"))
            index += 1
        return 0

    callback = CALLBACK(receive)
    library.espeak_SetSynthCallback(callback)
    heard = {}
    for voice, text in json.load(sys.stdin).items():
        names.clear()
        if library.espeak_SetVoiceByName(voice.encode()):
            sys.exit(f"espeak-ng has no voice {voice}")
        written = text.encode()
        library.espeak_Synth(written, len(written) + 1, 0, 1, 0, UTF8, None, None)
        heard[voice] = sorted(names)
    json.dump(heard, sys.stdout)


if __name__ == "__main__":
    main()
