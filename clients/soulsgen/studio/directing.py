"""Routes by which she is directed. Names, fields and replies are those of the original's clients."""

from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.motion.emotion import emotions_of
from soulsgen.motion.looking import CAMERA, Point
from soulsgen.page.door import Answer
from soulsgen.reply import number
from soulsgen.studio.asked import Table, asked, table_in, text_of
from soulsgen.studio.instance import Instance
from soulsgen.studio.settings import read_settings

# In pictures, from the left and the top of one.
_FARTHEST = (-10.0, 11.0)
Act = Callable[[Instance, Table], None]


def load_emotion_templates(instance: Instance, table: Table) -> None:
    """`emotions`; those left out are built in."""
    instance.learn(emotions_of(table_in(table, "emotions"), "emotions"))


def load_animator_settings(instance: Instance, table: Table) -> None:
    """`animator_settings`; those left out are the defaults."""
    instance.use(read_settings(table_in(table, "animator_settings")))


def set_emotion(instance: Instance, table: Table) -> None:
    instance.timeline.feel(text_of(table, "emotion_name"))


def look_at(instance: Instance, table: Table) -> None:
    """`point`: [x, y] as shares of the picture, "camera", or null: wherever she likes."""
    value = table.get("point")
    instance.timeline.look(CAMERA if value == "camera" else None if value is None else _point(value))


def set_overrides(instance: Instance, table: Table) -> None:
    instance.timeline.hold(table_in(table, "overrides"))


def modify_overrides(instance: Instance, table: Table) -> None:
    action: Any = text_of(table, "action")
    instance.timeline.modify(action, table_in(table, "overrides"))


_ACTS: dict[str, Act] = {
    "load_emotion_templates": load_emotion_templates,
    "load_animator_settings": load_animator_settings,
    "set_emotion": set_emotion,
    "look_at": look_at,
    "set_overrides": set_overrides,
    "modify_overrides": modify_overrides,
    "start": lambda instance, _: instance.start(),
    "stop": lambda instance, _: instance.stop(),
    "start_talking": lambda instance, _: instance.timeline.talk(),
    "stop_talking": lambda instance, _: instance.timeline.hush(),
    "start_data_eyes": lambda instance, _: instance.timeline.data_eyes(),
    "stop_data_eyes": lambda instance, _: instance.timeline.data_eyes_end(),
}


def _point(value: object) -> Point:
    try:
        x, y = value if isinstance(value, list) else (value, None)
        point = number(x), number(y)
    except ValueError:
        raise SoulsgenError(f'"point" must be [x, y], "camera" or null, not {str(value)[:60]!r}') from None
    if not all(_FARTHEST[0] <= each <= _FARTHEST[1] for each in point):
        raise SoulsgenError(f'"point" lies from {_FARTHEST[0]:g} to {_FARTHEST[1]:g} in each direction')
    return point


def directing() -> Iterator[web.RouteDef]:
    for name, act in _ACTS.items():
        yield web.post(f"/api/avatar/{name}", _doing(act))


def _doing(act: Act) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        act(*await asked(request))
        return web.Response(text="OK")

    return answer
