"""What she says, live: texts one after the other, voice and lips on the instance's clock.

The next text is synthesised while one is spoken. A sentence is put on the clock when its time has come: its
mouth, its sound and, at the first of a text, her feeling about it share one moment, so that a sentence that
comes late is late as a whole. Sound is sent little before it is heard: what was sent cannot be called back.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from soulsgen.avatar.speaking import BETWEEN_S
from soulsgen.errors import SoulsgenError
from soulsgen.reply import brief
from soulsgen.studio.broadcast import Each
from soulsgen.studio.instance import Instance
from soulsgen.studio.sound import FADE_BYTES, fading, length_s, pieces
from soulsgen.studio.synthesis import Synthesis
from soulsgen.studio.utterance import Sentence, Stopped, Utterance, check_text
from soulsgen.voice.order import Order
from soulsgen.voice.speaking import Speaker, new_utterance

# A sentence is heard no sooner after it is there: its first picture is drawn until then, if that takes no
# longer; a server that stands still is not waited for.
LEAD_S, _MOST_LEAD_S = 0.25, 1.5
# How long before it is heard sound is sent.
AHEAD_S = 0.6
MOST_WAITING = 100
# A clock may be faster than the system's: it is looked at so often.
_LOOK_S = 0.05
_LONG_AGO_S = float("-inf")


@dataclass(frozen=True)
class Caption:
    """A sentence that is heard from `at_s` on."""

    at_s: float
    text: str


class Voice:
    """Of one instance; it belongs to the loop's thread."""

    def __init__(self, instance: Instance, speaker: Speaker) -> None:
        self.instance = instance
        self.captions: Each[Caption] = Each()
        self.fault = ""
        self._synthesis = Synthesis(speaker)
        self._waiting: deque[Utterance] = deque()
        self._task: asyncio.Task[None] | None = None
        self._sent_s = _LONG_AGO_S
        self._unsent = b""

    @property
    def speaking(self) -> bool:
        return bool(self._waiting) or self._sent_s > self.instance.clock.now_s()

    def state(self) -> dict[str, Any]:
        """For programs: what she says, how many texts wait behind it, and what went wrong last."""
        now = self._waiting[0].told() if self._waiting else None
        return {
            "speaking": self.speaking,
            "saying": now,
            "waiting": max(0, len(self._waiting) - 1),
            "fault": self.fault,
        }

    def speak(self, order: Order, emotion: str | None = None) -> Utterance:
        """Say a text behind those that wait; `emotion` begins where it does.

        Raises SoulsgenError for what cannot be said, and when too many texts wait.
        """
        check_text(order.text)
        if emotion is not None and emotion not in self.instance.emotions:
            raise SoulsgenError(f"{emotion} is no emotion; there are {', '.join(self.instance.emotions)}")
        if len(self._waiting) >= MOST_WAITING:
            raise SoulsgenError(f"{MOST_WAITING} texts wait to be spoken; let her say them, or stop her")
        future = asyncio.get_running_loop().create_future()
        utterance = Utterance(new_utterance(), order, emotion, future)
        self._waiting.append(utterance)
        self._synthesis.add(utterance)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._perform())
        return utterance

    async def stop(self) -> dict[str, Any]:
        """Fall silent at once but for what was sent already, and leave what waits unsaid."""
        unsaid = [*self._waiting]
        self._waiting.clear()
        if self._task:
            self._task.cancel()
            self._task = None
        now_s = self.instance.clock.now_s()
        if self._unsent or self._sent_s > now_s:
            self._fade()
        for utterance in unsaid:
            utterance.answer(Stopped("she was told to stop before it was spoken"))
        self.fault = await self._synthesis.stop()
        return {"stopped": len(unsaid), "silent_at": round(max(self._sent_s, now_s), 3)}

    async def close(self) -> None:
        await self.stop()
        self.captions.close()
        self._synthesis.close()

    async def _perform(self) -> None:
        """Say what waits, until nothing does."""
        while self._waiting:
            utterance = self._waiting[0]
            try:
                async for sentence in self._synthesis.sentences(utterance):
                    await self._say(utterance, sentence)
            except SoulsgenError as error:
                self.fault = str(error)
            except Exception as error:  # whatever it is: what waits behind it is said, and it is told
                self.fault = f"the voice failed: {type(error).__name__}: {brief(error)}"
            self._waiting.popleft()

    async def _say(self, utterance: Utterance, sentence: Sentence) -> None:
        planned_s = self._planned(utterance, sentence)
        lead_s = self._lead_s()
        await self._until(planned_s - max(AHEAD_S, lead_s))
        at_s = max(planned_s, self.instance.clock.now_s() + lead_s)
        if utterance.origin_s is None:
            self.fault = ""
            # She may have unlearnt it meanwhile.
            if utterance.emotion and utterance.emotion in self.instance.emotions:
                self.instance.timeline.feel(utterance.emotion, at_s)
        utterance.origin_s = at_s - sentence.later_s
        self.instance.timeline.say(at_s, sentence.track)
        self.captions.put(Caption(at_s, sentence.text))
        await self._send(at_s, sentence.pcm)

    def _lead_s(self) -> float:
        """Pictures that are under way show nothing of what is said now: as long as the last one took."""
        shot = self.instance.shots.last
        took_s = shot.stats.get("output_ms", 0.0) / 1000 if shot else 0.0
        return min(max(LEAD_S, took_s + 1 / self.instance.settings.fps), _MOST_LEAD_S)

    def _planned(self, utterance: Utterance, sentence: Sentence) -> float:
        """When it is heard if it is in time: as the archive spaced it, or a pause behind the last text."""
        if utterance.origin_s is None:
            return self._sent_s + BETWEEN_S / (utterance.order.speed or 1)
        return utterance.origin_s + sentence.later_s

    async def _send(self, at_s: float, pcm: bytes) -> None:
        """The first piece at once: there is no sentence on the clock of which nothing is heard."""
        sent = 0
        for sound in pieces(at_s, pcm):
            if sent:
                await self._until(sound.at_s - AHEAD_S)
            self.instance.hear(sound)
            sent += len(sound.pcm)
            self._sent_s, self._unsent = sound.at_s + length_s(sound.pcm), pcm[sent : sent + FADE_BYTES]

    def _fade(self) -> None:
        """Sound that breaks off clicks: a moment more of it, which falls silent, and the mouth with it."""
        for sound in pieces(self._sent_s, fading(self._unsent)):
            self.instance.hear(sound)
            self._sent_s += length_s(sound.pcm)
        self._unsent = b""
        self.instance.timeline.silence(self._sent_s)

    async def _until(self, moment_s: float) -> None:
        """Others have their turn even where it has passed."""
        await asyncio.sleep(0)
        while (left_s := moment_s - self.instance.clock.now_s()) > 0:
            await asyncio.sleep(min(left_s, _LOOK_S))
