"""Everybody who is live: the instances of one studio, and what has to happen when one of them leaves."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from soulsgen.avatar.animator import Character
from soulsgen.errors import SoulsgenError
from soulsgen.studio.drawing import Easel
from soulsgen.studio.instance import Instance
from soulsgen.studio.viewers import Viewers

MOST_INSTANCES = 8
Leave = Callable[[Instance], Awaitable[None]]


class Unknown(SoulsgenError):
    """There is no such instance."""


class Full(SoulsgenError):
    """There are as many instances as there may be."""


class Household:
    """All of it belongs to the loop's thread.

    leaving: each is awaited with an instance before it is closed, so that its recording is finished.
    """

    def __init__(self, easel: Easel, most: int = MOST_INSTANCES, viewers: Viewers | None = None) -> None:
        self.easel = easel
        self.most = most
        self.viewers = viewers or Viewers()
        self.instances: dict[str, Instance] = {}
        self.leaving: list[Leave] = []

    def find(self, name: object) -> Instance:
        """Raises Unknown, and SoulsgenError for what is no name."""
        if not isinstance(name, str) or not name:
            raise SoulsgenError('"instance_id" is required')
        if name not in self.instances:
            raise Unknown(f"there is no avatar instance {name[:40]!r}; POST /api/avatar/load makes one")
        return self.instances[name]

    def check_room(self) -> None:
        """Raises Full."""
        if len(self.instances) >= self.most:
            raise Full(f"there are {self.most} instances already (--most-instances); unload one")

    def add(self, character: Character) -> Instance:
        """A new one, which rests. Raises Full."""
        self.check_room()
        instance = Instance(character, self.easel)
        self.instances[instance.id] = instance
        return instance

    async def remove(self, name: str) -> None:
        """Its viewers' streams end. One that is not there has been removed already."""
        instance = self.instances.pop(name, None)
        if instance is None:
            return
        try:
            for leave in self.leaving:
                await leave(instance)
        finally:
            await instance.close()

    async def close(self) -> None:
        """As long as it takes; what fails of one keeps no other from it."""
        await asyncio.gather(*(self.remove(name) for name in [*self.instances]), return_exceptions=True)
        self.easel.close()


HOUSEHOLD = web.AppKey("household", Household)
