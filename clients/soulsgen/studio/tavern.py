"""Routes by which SillyTavern up to 1.12 shows its characters: one avatar at a time, nameless.

Its page draws the feed as a picture, and sends what follows from a message: a feeling, whether she talks.
What it calls with GET changes something: a page of another site that merely shows the address is refused.
"""

from collections.abc import Callable, Iterator

from aiohttp import web

from soulsgen.motion.emotion import emotions_of
from soulsgen.page.door import Answer
from soulsgen.studio.asked import asked_table, text_of
from soulsgen.studio.feed import Feed
from soulsgen.studio.household import HOUSEHOLD, Unknown
from soulsgen.studio.instance import Instance
from soulsgen.studio.loading import Loading
from soulsgen.studio.settings import read_settings

_PATH = "/api/talkinghead"


class Tavern:
    """Its one instance, from the first picture that it loads on."""

    def __init__(self, loading: Loading, feed: Feed) -> None:
        self._loading = loading
        self._feed = feed
        self._name = ""

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.post(f"{_PATH}/load", self.load)
        yield web.get(f"{_PATH}/result_feed", self.result_feed, allow_head=False)
        yield web.post(f"{_PATH}/set_emotion", self.set_emotion)
        yield web.post(f"{_PATH}/load_emotion_templates", self.load_emotion_templates)
        yield web.post(f"{_PATH}/load_animator_settings", self.load_animator_settings)
        for name, act in _ACTS.items():
            yield web.get(f"{_PATH}/{name}", self._doing(act), allow_head=False)

    async def load(self, request: web.Request) -> web.Response:
        """A form with `file`; she begins to move, or goes on as somebody else."""
        household = request.app[HOUSEHOLD]
        character = await self._loading.character(await self._loading.wish(request), household)
        if self._name in household.instances:
            household.instances[self._name].character = character
        else:
            self._name = household.add(character).id
        household.instances[self._name].start()
        return web.Response(text="OK")

    async def result_feed(self, request: web.Request) -> web.StreamResponse:
        return await self._feed.stream(request, self._instance(request).shots)

    async def set_emotion(self, request: web.Request) -> web.Response:
        table = await asked_table(request)
        self._instance(request).timeline.feel(text_of(table, "emotion_name"))
        return web.Response(text="OK")

    async def load_emotion_templates(self, request: web.Request) -> web.Response:
        """The whole body is what elsewhere is `emotions`."""
        emotions = emotions_of(await asked_table(request), "the body")
        self._instance(request).learn(emotions)
        return web.Response(text="OK")

    async def load_animator_settings(self, request: web.Request) -> web.Response:
        """The whole body is what elsewhere is `animator_settings`."""
        self._instance(request).use(read_settings(await asked_table(request)))
        return web.Response(text="OK")

    def _instance(self, request: web.Request) -> Instance:
        """Raises Unknown."""
        household = request.app[HOUSEHOLD]
        if self._name not in household.instances:
            raise Unknown(f"nobody is there yet; POST {_PATH}/load")
        return household.instances[self._name]

    def _doing(self, act: Callable[[Instance], None]) -> Answer:
        async def answer(request: web.Request) -> web.Response:
            if request.headers.get("Sec-Fetch-Mode", "cors") != "cors":
                raise web.HTTPForbidden(text="a page that shows this address does not direct her")
            act(self._instance(request))
            return web.Response(text="OK")

        return answer


_ACTS: dict[str, Callable[[Instance], None]] = {
    "unload": Instance.stop,
    "reload": Instance.start,
    "start_talking": lambda instance: instance.timeline.talk(),
    "stop_talking": lambda instance: instance.timeline.hush(),
}
