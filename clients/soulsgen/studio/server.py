"""The studio's HTTP server: what it consists of, and how it begins and ends.

Whoever streams or records adds what has to be done before an instance goes to `Household.leaving`.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from soulsgen.errors import SoulsgenError, Unavailable
from soulsgen.page.assets import asset
from soulsgen.page.door import ASKING
from soulsgen.page.hosting import Hosted, Place
from soulsgen.studio import performing, site
from soulsgen.studio.access import StudioDoor
from soulsgen.studio.archive import ARCHIVE, Archive
from soulsgen.studio.asked import MOST_BYTES
from soulsgen.studio.directing import directing
from soulsgen.studio.drawing import Easel
from soulsgen.studio.feed import Feed
from soulsgen.studio.household import HOUSEHOLD, MOST_INSTANCES, Full, Household
from soulsgen.studio.loading import Loading
from soulsgen.studio.refusals import refusals
from soulsgen.studio.tavern import Tavern
from soulsgen.studio.telling import telling
from soulsgen.studio.uploads import Uploads
from soulsgen.studio.viewers import Viewers
from soulsgen.torchserve import Endpoint

Say = Callable[[str], None]
# Between two tries for an archive that is not there yet.
_AGAIN_S = 2.0


@dataclass(frozen=True)
class Plan:
    """What the studio has to work with.

    model: the animator archive's name. welcome: who is live from the start; "" is the archive's first, None
    nobody. uploads: where pictures go that are no character's. recordings: where films of her are kept.
    origins: sites that may call.
    """

    endpoint: Endpoint = field(default_factory=Endpoint)
    model: str = "animator"
    welcome: str | None = None
    uploads: Uploads | None = None
    recordings: Path = performing.FOLDER
    most_instances: int = MOST_INSTANCES
    origins: tuple[str, ...] = ()


class Studio(Hosted):
    """A running studio."""

    name = "studio"
    warning = "Anybody in the network can direct her; --key keeps it among those who know the key"
    # Recordings are finished first.
    ending_s = 60.0

    def __init__(self, plan: Plan, place: Place, say: Say, viewers: Viewers | None = None) -> None:
        """Raises SoulsgenError for a key that is none."""
        super().__init__(place)
        self._plan, self._say, self._viewers = plan, say, viewers or Viewers()
        self._door = StudioDoor(place.host, place.key, plan.origins)

    def application(self) -> web.Application:
        self._asked = asyncio.Event()
        self._archive = Archive(self._plan.endpoint, self._plan.model)
        self._household = Household(
            Easel(self._plan.endpoint, self._plan.model), self._plan.most_instances, self._viewers
        )
        app = web.Application(
            middlewares=[refusals(self._say), self._door.middleware()], client_max_size=MOST_BYTES
        )
        app[HOUSEHOLD], app[ARCHIVE] = self._household, self._archive
        app.on_response_prepare.append(self._door.add_headers)
        feed, loading = Feed(), Loading(self._archive, self._plan.uploads)
        app.add_routes([*telling(feed), *directing(), *loading.routes(), *Tavern(loading, feed).routes()])
        app.add_routes([web.get(path, asset("soulsgen.page", path.rsplit("/")[-1])) for path in ASKING])
        app.add_routes(performing.routes(self._household, self._plan.endpoint, self._plan.recordings))
        app.add_routes(site.routes(self._household, self._plan.endpoint))
        return app

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._viewers.watch()), asyncio.create_task(self._greet())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await self._household.close()

    def greet(self) -> None:
        """Ask for the archive until it is there, and let her in whom the plan names; `say` gets the news."""
        self._loop.call_soon_threadsafe(self._asked.set)

    async def _greet(self) -> None:
        await self._asked.wait()
        told = ""
        while True:
            try:
                known = await asyncio.to_thread(self._archive.character, self._plan.welcome or None)
                break
            except Unavailable as error:
                fault = f"{error}; she comes alive when it is there"
            except SoulsgenError as error:
                fault = str(error)
            if fault != told:
                self._say(told := fault)
            await asyncio.sleep(_AGAIN_S)
        if told:
            self._say(f"{self._plan.model} is there")
        if self._plan.welcome is None:
            return
        try:
            instance = self._household.add(known)
        except Full as error:  # others were quicker
            self._say(f"{known.name} stays out: {error}")
            return
        instance.start()
        self._say(f"{known.name} at {self.url}api/avatar/result_feed?instance_id={instance.id}")
