"""Routes that tell of the studio: who is live, how each of them is, and what editors may offer."""

import asyncio
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from soulsgen.motion.emotion import CELS
from soulsgen.motion.parameters import LEAST, NAMES
from soulsgen.studio.archive import ARCHIVE
from soulsgen.studio.feed import Feed, frame
from soulsgen.studio.household import HOUSEHOLD
from soulsgen.studio.instance import Instance
from soulsgen.studio.settings import metadata, table_of
from soulsgen.studio.shot import Shot

# What clients of the original, and SillyTavern's, look for.
MODULES = ("avatar", "talkinghead")


def telling(feed: Feed) -> Iterator[web.RouteDef]:
    yield web.get("/health", health)
    yield web.get("/api/modules", modules)
    yield web.get("/api/avatar/result_feed", feed.result_feed, allow_head=False)
    yield web.get("/api/avatar/frame", frame)
    yield web.get("/api/avatar/instances", instances)
    yield web.get("/api/avatar/state", state)
    yield web.get("/api/avatar/characters", characters)
    yield web.get("/api/avatar/get_available_filters", available_filters)
    yield web.get("/api/avatar/settings_metadata", settings_metadata)


async def health(_: web.Request) -> web.Response:
    return web.Response(text="OK")


async def modules(_: web.Request) -> web.Response:
    return web.json_response({"modules": MODULES})


async def instances(request: web.Request) -> web.Response:
    """Oldest first."""
    household = request.app[HOUSEHOLD]
    return web.json_response(
        {"instances": [told(each) for each in household.instances.values()], "most": household.most}
    )


async def state(request: web.Request) -> web.Response:
    """GET /api/avatar/state?instance_id=…"""
    instance = request.app[HOUSEHOLD].find(request.query.get("instance_id"))
    return web.json_response(
        {
            **told(instance),
            "held": instance.timeline.held,
            "emotions": [*instance.emotions],
            "cels": sorted(instance.character.cels),
            "effects": sorted(instance.character.effects),
            "animator_settings": table_of(instance.settings),
        }
    )


async def characters(request: web.Request) -> web.Response:
    """The archive's."""
    known = await asyncio.to_thread(request.app[ARCHIVE].characters)
    return web.json_response(
        {
            "characters": [
                {"name": one.name, "cels": sorted(one.cels), "effects": sorted(one.effects)} for one in known
            ]
        }
    )


async def available_filters(request: web.Request) -> web.Response:
    """{"filters": [[name, {"defaults", "ranges", …}], …]}, in the order in which they are best applied."""
    return web.json_response({"filters": await asyncio.to_thread(request.app[ARCHIVE].filters)})


async def settings_metadata(_: web.Request) -> web.Response:
    """What editors need for every setting, every pose parameter and every cel."""
    poses = {name: [float(least), 1.0] for name, least in zip(NAMES, LEAST, strict=True)}
    return web.json_response({"settings": metadata(), "poses": poses, "cels": CELS})


def told(instance: Instance) -> dict[str, Any]:
    """Of one instance, for those who direct it: its token too."""
    timeline = instance.timeline
    return {
        "instance_id": instance.id,
        "token": instance.token,
        "character": instance.character.name,
        "running": instance.running,
        "trouble": instance.trouble,
        "time": round(instance.clock.now_s(), 4),
        "emotion": timeline.emotion,
        "talking": timeline.talking,
        "data_eyes": timeline.scrolling,
        "viewers": instance.shots.viewers,
        "frame": _shown(instance.shots.last),
    }


def _shown(shot: Shot | None) -> dict[str, Any] | None:
    if shot is None:
        return None
    size = {"width": shot.width, "height": shot.height, "full_size": shot.full_size}
    return {"time": round(shot.moment_s, 4), "type": shot.media_type, **size, "stats": dict(shot.stats)}
