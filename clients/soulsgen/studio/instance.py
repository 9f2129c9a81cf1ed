"""One character, live: what happens to her, how she is to look, and what her viewers get.

All of it belongs to the loop's thread; pictures are drawn in others.
"""

import secrets
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from uuid import uuid4

from soulsgen.avatar.animator import Character
from soulsgen.motion.emotion import Emotion, built_in
from soulsgen.motion.scene import Scene
from soulsgen.studio.broadcast import Each, Newest
from soulsgen.studio.clock import Clock
from soulsgen.studio.drawing import Easel, Sitting
from soulsgen.studio.forgetting import Memory
from soulsgen.studio.pacing import Pacing
from soulsgen.studio.quality import Level
from soulsgen.studio.settings import STARTING, Settings
from soulsgen.studio.shot import Shot, Sound
from soulsgen.studio.timeline import Timeline

# No closure of the lips is shorter than a picture stays; but with a few pictures a second they would be
# closed for most of the time.
LONGEST_CLOSURE_S = 0.1


class Instance:
    """Drawn on `easel`, which other instances share; she rests until `start`. token: lets its holder look."""

    def __init__(
        self,
        character: Character,
        easel: Easel,
        settings: Settings = STARTING,
        clock: Clock | None = None,
        seed: int | None = None,
    ) -> None:
        """seed: of all that she does by herself. [by chance]"""
        self.id, self.token = str(uuid4()), secrets.token_urlsafe(24)
        self.character = character
        self.clock = clock or Clock()
        self.seed = secrets.randbits(31) if seed is None else seed
        self.emotions: Mapping[str, Emotion] = built_in()
        self.timeline = Timeline(self.clock, self.emotions)
        self.shots: Newest[Shot] = Newest()
        self.sounds: Each[Sound] = Each()
        self._easel = easel
        self._pacing = Pacing(self.clock, self._drawn, self.shots.put, Level(settings.size, settings.fps))
        self.use(settings)

    @property
    def running(self) -> bool:
        return self._pacing.running

    @property
    def trouble(self) -> str:
        """Why viewers get less than was asked for, in a sentence, or ""."""
        return self._pacing.trouble

    def start(self) -> None:
        """Move; a closed instance does not."""
        if not self.shots.closed:
            self._pacing.start()

    def stop(self) -> None:
        """The last picture stays; the clock goes on."""
        self._pacing.stop()

    async def close(self) -> None:
        """For good: readers of `shots` and `sounds` end. What is under way is not waited for."""
        self._pacing.stop()
        self.shots.close()
        self.sounds.close()

    def use(self, settings: Settings) -> None:
        """From the next picture on."""
        self.settings = settings
        self.timeline.memory = Memory.of(settings.manner)
        self._pacing.aim(Level(settings.size, settings.fps))

    def become(self, character: Character) -> None:
        """From the next picture on."""
        self.character = character
        self._pacing.aim(Level(self.settings.size, self.settings.fps))

    def learn(self, emotions: Mapping[str, Emotion]) -> None:
        """In place of the built-in ones of the same names, and beside the others; none: those alone."""
        self.emotions = {**built_in(), **emotions}
        self.timeline.learn(self.emotions)

    def hear(self, sound: Sound) -> None:
        self.sounds.put(sound)

    def _drawn(self, moment_s: float, level: Level) -> Awaitable[Shot]:
        manner = replace(self.settings.manner, shown_s=min(1 / level.fps, LONGEST_CLOSURE_S))
        scene = Scene(self.seed, manner, self.emotions)
        look = {**self.settings.look(), "size": level.size}
        events = self.timeline.events()
        return self._easel.draw(Sitting(scene, events, moment_s, self.character, look))
