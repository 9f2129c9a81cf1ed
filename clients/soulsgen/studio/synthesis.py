"""Texts to sentences by the tts archive, one text after the other and ahead of what is spoken.

The archive is called from threads; what it sends is handed to the loop.
"""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from soulsgen.errors import SoulsgenError
from soulsgen.reply import brief
from soulsgen.studio.utterance import Sentence, Utterance, in_words, sentence_of
from soulsgen.voice.parts import Part
from soulsgen.voice.recital import Recital
from soulsgen.voice.speaking import Speaker

# No further part of a text is asked for while more than this is ready and unsaid.
_READY_S = 30.0
# One speaks and one cancels; a stream of a text that was stopped may end in a third.
_THREADS = 4


@dataclass(frozen=True)
class _Job:
    """A text that is synthesised right now."""

    utterance: Utterance
    recital: Recital
    stopped: threading.Event = field(default_factory=threading.Event)


class Synthesis:
    """Texts in the order in which they are added; all of it belongs to the loop's thread."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._waiting: deque[Utterance] = deque()
        self._ready_s = 0.0
        self._taken = asyncio.Event()
        self._job: _Job | None = None
        self._task: asyncio.Task[None] | None = None
        self._pool = ThreadPoolExecutor(_THREADS, "voice")

    def add(self, utterance: Utterance) -> None:
        self._waiting.append(utterance)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def sentences(self, utterance: Utterance) -> AsyncIterator[Sentence]:
        """Of one that was added, as they come. Raises SoulsgenError when no more come than did."""
        while (item := await utterance.made.get()) is not None:
            if isinstance(item, SoulsgenError):
                raise item
            self._ready_s -= item.length_s
            self._taken.set()
            yield item

    async def stop(self) -> str:
        """Forget all that was added, at once; then why the archive was not to be told, or ""."""
        if self._task:
            self._task.cancel()
        job, self._job, self._task = self._job, None, None
        self._waiting.clear()
        self._ready_s = 0.0
        if job is None:
            return ""
        job.stopped.set()
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, job.recital.cancel)
        except SoulsgenError as error:
            return f"the archive could not be told to stop: {error}"
        return ""

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _work(self) -> None:
        while self._waiting:
            utterance = self._waiting.popleft()
            fault = None
            try:
                recital = Recital(self.speaker, utterance.order)
                recital.utterance = utterance.name
                await self._speak(_Job(utterance, recital))
            except SoulsgenError as error:
                fault = in_words(error, self.speaker.model)
            except Exception as error:  # whatever it is: she lives on, and it is told
                fault = SoulsgenError(f"the voice failed: {type(error).__name__}: {brief(error)}")
            self._job = None
            utterance.answer(fault)
            utterance.made.put_nowait(fault)

    async def _speak(self, job: _Job) -> None:
        self._job = job
        loop = asyncio.get_running_loop()
        for part in job.recital.parts:
            while self._ready_s > _READY_S:
                self._taken.clear()
                await self._taken.wait()
            await loop.run_in_executor(self._pool, self._stream, job, part, loop)

    def _stream(self, job: _Job, part: Part, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread."""
        for chunk in job.recital.chunks(part):
            if job.stopped.is_set():
                # Told to stop before the archive knew of it.
                job.recital.cancel()
                return
            loop.call_soon_threadsafe(self._put, job, sentence_of(chunk, job.utterance.order.text))

    def _put(self, job: _Job, sentence: Sentence) -> None:
        if not job.stopped.is_set():
            self._ready_s += sentence.length_s
            job.utterance.answer()
            job.utterance.made.put_nowait(sentence)
