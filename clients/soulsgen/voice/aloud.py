"""An utterance played while the archive still speaks it, and cancelled when the listener has had enough."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from soulsgen.voice.keeping import wav
from soulsgen.voice.order import Order
from soulsgen.voice.playing import Player, portaudio
from soulsgen.voice.said import Said, Word
from soulsgen.voice.speaking import Speaker, new_utterance
from soulsgen.voice.stream import Chunk, Ended, Joined


@dataclass
class Played:
    """What came of an utterance so far; `heard` are the samples that left the loudspeaker."""

    utterance: str
    sample_rate_hz: int = 0
    pcm: bytearray = field(default_factory=bytearray)
    words: list[Word] = field(default_factory=list)
    times: dict[str, Any] = field(default_factory=dict)
    heard: int = 0
    stopped: bool = False

    def add(self, chunk: Chunk, sound: bytes) -> None:
        self.sample_rate_hz = chunk.sample_rate_hz
        self.pcm += sound
        self.words += chunk.words
        for name, timed in chunk.times.items():
            self.times.setdefault(name, []).extend(timed)

    @property
    def heard_s(self) -> float:
        return self.heard / self.sample_rate_hz if self.sample_rate_hz else 0.0

    def words_heard(self) -> list[Word]:
        """Those that were heard to their end."""
        return [word for word in self.words if word.end_s <= self.heard_s]

    def said(self, form: str) -> Said:
        """As the archive would have replied: a "wav" or "pcm" file and the times."""
        pcm = bytes(self.pcm)
        duration_s = len(pcm) / 2 / self.sample_rate_hz if pcm else 0.0
        facts = {"id": self.utterance, "sample_rate_hz": self.sample_rate_hz, "duration": duration_s}
        audio = wav(pcm, self.sample_rate_hz) if form == "wav" else pcm
        return Said(audio, form, duration_s, tuple(self.words), {**facts, **self.times})


def play(speaker: Speaker, order: Order, device: str | None = None) -> Played:
    """Play `order` to its end, or until KeyboardInterrupt: then `stopped` is set and the archive told.

    Raises SoulsgenError where there is no loudspeaker, and as the speaker does.
    """
    portaudio()
    played = Played(new_utterance())
    ended = False
    with ExitStack() as opened:
        player: Player | None = None
        joined = Joined()
        try:
            for piece in speaker.stream(order, played.utterance):
                if isinstance(piece, Ended):
                    ended = True
                    continue
                player = player or opened.enter_context(Player(piece.sample_rate_hz, device))
                sound = joined.add(piece)
                played.add(piece, sound)
                player.put(sound)
            if player:
                player.drain()
                played.heard = player.heard()
        except KeyboardInterrupt:
            played.stopped = True
            played.heard = player.stop() if player else 0
            if not ended:
                speaker.cancel(played.utterance)
    return played
