"""What a caller asks for: the JSON object of a request, and whom it is about."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from soulsgen.errors import SoulsgenError
from soulsgen.reply import json_of
from soulsgen.studio.household import HOUSEHOLD
from soulsgen.studio.instance import Instance

# Emotions as files of other programs hold them are a tenth of it.
MOST_BYTES = 4 << 20
_WITHIN_S = 30.0

Table = Mapping[str, Any]


async def asked(request: web.Request) -> tuple[Instance, Table]:
    """Raises SoulsgenError for what is no JSON object with the name of an instance."""
    table = await asked_table(request)
    return request.app[HOUSEHOLD].find(table.get("instance_id")), table


async def asked_table(request: web.Request) -> Table:
    """Raises SoulsgenError for what is no JSON object, or takes its time; HTTPRequestEntityTooLarge."""
    try:
        async with asyncio.timeout(_WITHIN_S):
            content = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text=f"the body took more than {_WITHIN_S:g} s") from None
    try:
        table = json_of(content)
    except ValueError as error:
        raise SoulsgenError(f"the body is no JSON: {error}") from error
    if not isinstance(table, dict):
        raise SoulsgenError("the body must be a JSON object")
    return table


def text_of(table: Table, key: str) -> str:
    """Raises SoulsgenError when it is not there, or is no text."""
    value = table.get(key)
    if not isinstance(value, str):
        raise SoulsgenError(f'"{key}" is required, and is a string')
    return value


def table_in(table: Table, key: str) -> Table:
    """{} when it is left out. Raises SoulsgenError for what is no object."""
    value = table.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SoulsgenError(f'"{key}" must be an object, not {type(value).__name__}')
    return value
