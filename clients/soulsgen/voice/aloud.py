"""An utterance played while the archive still speaks it, and cancelled when the listener has had enough."""

from contextlib import ExitStack
from dataclasses import dataclass

from soulsgen.voice.playing import Player, loudspeakers
from soulsgen.voice.recital import Recital
from soulsgen.voice.said import Word
from soulsgen.voice.tape import Tape

# The next part of a long text is asked for when no more than this is left to hear.
_AHEAD_S = 30


@dataclass
class Played:
    """What came of an utterance is on `tape`; `heard` are the samples that left the loudspeaker."""

    tape: Tape
    heard: int = 0
    stopped: bool = False

    @property
    def heard_s(self) -> float:
        return self.heard / self.tape.sample_rate_hz if self.heard else 0.0

    def words_heard(self) -> list[Word]:
        """Those that were heard to their end."""
        return [word for word in self.tape.words if word.end_s <= self.heard_s]


def play(recital: Recital, tape: Tape, device: str | None = None) -> Played:
    """Play a text to its end, or until KeyboardInterrupt: then `stopped` is set and the archive told.

    Raises SoulsgenError where there is no loudspeaker, and as the recital does.
    """
    loudspeakers()
    played = Played(tape)
    with ExitStack() as opened:
        player: Player | None = None
        try:
            for part in recital.parts:
                if player:
                    player.drain(_AHEAD_S * tape.sample_rate_hz)
                for chunk in recital.chunks(part):
                    player = player or opened.enter_context(Player(chunk.sample_rate_hz, device))
                    player.put(tape.add(chunk))
            if player:
                player.drain()
                played.heard = player.heard()
        except KeyboardInterrupt:
            played.stopped = True
            played.heard = player.stop() if player else 0
            recital.cancel()
    return played
