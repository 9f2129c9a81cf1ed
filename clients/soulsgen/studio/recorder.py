"""Recordings of one instance: begun, ended, and kept in a folder, whole or not at all."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from soulsgen.errors import SoulsgenError
from soulsgen.reply import brief
from soulsgen.studio.instance import Instance
from soulsgen.studio.recording import Plan, Recorded, Recording
from soulsgen.studio.shot import Shot, Sound
from soulsgen.voice.keeping import write

# A clock may be faster than the system's: it is looked at so often.
_LOOK_S = 0.25
# Who was just told to move has no picture yet.
_FIRST_S = 5.0


@dataclass(frozen=True)
class Kept:
    """A recording that lies in the folder."""

    path: Path
    recorded: Recorded
    size: int

    def told(self) -> dict[str, Any]:
        """For programs."""
        seen = {"frames": self.recorded.frames, "seconds": round(self.recorded.seconds, 3)}
        return {"file": self.path.name, **seen, "bytes": self.size, "ended_because": self.recorded.reason}


class Recorder:
    """Of one instance; it belongs to the loop's thread."""

    def __init__(self, instance: Instance, folder: Path) -> None:
        self.instance = instance
        self.folder = folder
        self.kept: Kept | None = None
        self.fault = ""
        self._recording: Recording | None = None
        self._task: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()

    def state(self) -> dict[str, Any]:
        """For programs: since when it records, and what became of the last recording."""
        since_s = round(self._recording.began_s, 3) if self._recording else None
        return {
            "recording_since": since_s,
            "recorded": self.kept.told() if self.kept else None,
            "recording_fault": self.fault,
        }

    async def start(self, plan: Plan) -> None:
        """As soon as there is a picture. Raises SoulsgenError while one is made, and where none can be."""
        first = await self._first()
        if self._recording:
            raise SoulsgenError("a recording is being made; POST /api/avatar/stop_recording ends it")
        now_s = self.instance.clock.now_s()
        file = _unnamed(self.folder)
        # From the moment of the picture that is seen: those that follow lie on the film's own grid.
        began_s = max(first.moment_s, now_s - 1 / plan.fps)
        self._recording = Recording(file, plan, began_s, first)
        self._ending.clear()
        self.fault, self.kept = "", None
        self._task = asyncio.create_task(
            self._record(self._recording, file, self.folder / _name(plan.ending))
        )

    async def _first(self) -> Shot:
        shots = self.instance.shots
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_S if self.instance.running else 0.0):
                await shots.after(None)
        if shots.last is None:
            why = self.instance.trouble or "POST /api/avatar/start lets her move"
            raise SoulsgenError(f"there is no picture of her: {why}")
        return shots.last

    async def stop(self) -> Kept:
        """When it is whole; the last one where none is made. Raises SoulsgenError where there is none."""
        if self._task:
            self._ending.set()
            await asyncio.shield(self._task)
        if self.kept is None:
            raise SoulsgenError(self.fault or "nothing has been recorded; POST /api/avatar/start_recording")
        return self.kept

    async def close(self) -> None:
        with suppress(SoulsgenError):
            await self.stop()

    async def _record(self, recording: Recording, file: IO[bytes], path: Path) -> None:
        loop = asyncio.get_running_loop()
        pool = ThreadPoolExecutor(1, "recording")
        try:
            with file:
                written = loop.run_in_executor(pool, recording.write)
                await self._follow(recording, written)
                recorded = await written
                await loop.run_in_executor(pool, _keep, file, path)
            self.kept = Kept(path, recorded, path.stat().st_size)
        except Exception as error:  # whatever it is, she lives on, and it is told
            self.fault = f"the recording failed and was not kept: {_words(error)}"
        finally:
            self._recording = self._task = None
            pool.shutdown(wait=False)

    async def _follow(self, recording: Recording, written: asyncio.Future[Recorded]) -> None:
        """Until it is to end, by whatever cause."""
        with self.instance.sounds.subscribe() as sounds:
            doing: list[asyncio.Future[Any]] = [
                asyncio.ensure_future(each)
                for each in (
                    self._pictures(recording),
                    _sound(sounds, recording),
                    self._time(recording),
                    self._ending.wait(),
                )
            ]
            try:
                await asyncio.wait([*doing, written], return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in doing:
                    task.cancel()
                recording.end(self.instance.clock.now_s())

    async def _pictures(self, recording: Recording) -> None:
        shot = self.instance.shots.last
        while (shot := await self.instance.shots.after(shot)) is not None:
            recording.show(shot)

    async def _time(self, recording: Recording) -> None:
        """She may rest, and no picture come, until it is over."""
        while self.instance.clock.now_s() - recording.began_s <= recording.plan.most_s:
            await asyncio.sleep(_LOOK_S)


async def _sound(sounds: AsyncIterator[Sound], recording: Recording) -> None:
    async for sound in sounds:
        recording.hear(sound)


def _name(ending: str) -> str:
    return f"avatar-{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{ending}"


def _unnamed(folder: Path) -> IO[bytes]:
    """It is gone with the process, however that ends. Raises SoulsgenError for a folder that takes none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=folder)
    except OSError as error:
        raise SoulsgenError(f"recordings cannot be kept in {folder}: {error.strerror}") from error


def _keep(file: IO[bytes], path: Path) -> None:
    file.seek(0)
    write(path, file)


def _words(error: Exception) -> str:
    return (
        str(error)
        if isinstance(error, SoulsgenError | OSError)
        else f"{type(error).__name__}: {brief(error)}"
    )
