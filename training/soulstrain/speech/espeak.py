"""Speech out of espeak-ng's shared library, by ctypes.

For worker processes that make training data: espeak-ng is GPL-3, so nothing that is shipped or served loads
it. It keeps state between utterances (the phase of flutter, of noise), so the same call sounds alike but is
equal bit for bit only at the same place in a process of its own.
Source: speak_lib.h of espeak-ng 1.52.
"""

import ctypes
import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from soulstrain.errors import TrainingError
from soulstrain.speech.voices import Voice

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, the call returns when all are made
_CHARS_UTF8 = 1
_POS_CHARACTER = 1
_PHONEME_EVENTS = 1
_EVENT_END, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_RATE, _PITCH, _RANGE = 1, 3, 4


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


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True)
class Spoken:
    """`samples` from -1 to 1.

    `marks` are (character of the text from 0, sample at which the word there begins), in order; `sounds` are
    (sample at which it begins, espeak-ng's name of it).
    """

    samples: NDArray[np.float32]
    marks: tuple[tuple[int, int], ...]
    sounds: tuple[tuple[int, str], ...]


class Espeak:
    """The library, opened once a process."""

    def __init__(self) -> None:
        try:
            loader = importlib.import_module("espeakng_loader")
        except ModuleNotFoundError as error:
            raise TrainingError(
                "synthesising speech needs espeakng-loader: pip install 'soulsgen[speech]'"
            ) from error
        self._library: Any = ctypes.CDLL(loader.get_library_path())
        data_path = str(loader.get_data_path()).encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data_path, _PHONEME_EVENTS) <= 0:
            raise TrainingError(f"espeak-ng does not start with its data in {loader.get_data_path()}")
        # Else the clock seeds what is breathy and rough in a voice.
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._chunks: list[NDArray[np.int16]] = []
        self._marks: list[tuple[int, int]] = []
        self._sounds: list[tuple[int, str]] = []
        # Kept, or the library would call into freed memory.
        self._callback = _CALLBACK(self._receive)
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: Voice) -> Spoken:
        """`text` in `voice`, to be played at `voice.rate_hz`."""
        if self._library.espeak_SetVoiceByName(voice.name.encode()):
            raise TrainingError(f"espeak-ng has no voice {voice.name!r}")
        for parameter, value in ((_RATE, voice.speed), (_PITCH, voice.pitch), (_RANGE, voice.range)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._chunks, self._marks, self._sounds = [], [], []
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None)
        samples = np.concatenate(self._chunks) if self._chunks else np.zeros(0, np.int16)
        return Spoken(samples.astype(np.float32) / np.float32(32768), tuple(self._marks), tuple(self._sounds))

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while (event := events[index]).type != _EVENT_END:
            if event.type == _EVENT_WORD:
                self._marks.append((event.text_position - 1, event.sample))
            elif event.type == _EVENT_PHONEME:
                self._sounds.append((event.sample, event.id.decode()))
            index += 1
        return 0
