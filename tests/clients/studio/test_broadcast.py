"""The newest for everybody, each for everybody, and what slow readers get of it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from soulsgen.studio.broadcast import Each, FellBehind, Newest, Reader


def in_loop(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


async def turns() -> None:
    """All that can go on has gone on."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_all_readers_share_the_newest_and_a_slow_one_skips() -> None:
    async def work() -> None:
        newest: Newest[list[int]] = Newest()
        waiting = [asyncio.create_task(newest.after(None)) for _ in range(100)]
        await turns()
        first, second, third = [1], [1], [3]
        newest.put(first)
        assert {id(each) for each in await asyncio.gather(*waiting)} == {id(first)}
        newest.put(second)
        # Another one, though it is equal.
        assert await newest.after(first) is second
        newest.put(third)
        assert await newest.after(first) is third
        assert newest.last is third

    in_loop(work)


def test_who_has_the_newest_waits_for_the_next_or_the_end() -> None:
    async def work() -> None:
        newest: Newest[str] = Newest()
        newest.put("one")
        reader = asyncio.create_task(newest.after("one"))
        await turns()
        assert not reader.done()
        newest.close()
        assert await reader is None
        newest.put("two")
        assert await newest.after("one") is None
        assert newest.last == "one"

    in_loop(work)


def test_viewers_are_counted_as_long_as_they_look() -> None:
    async def work() -> None:
        newest: Newest[str] = Newest()
        with newest.watching(), newest.watching():
            assert newest.viewers == 2
        with pytest.raises(ConnectionError), newest.watching():
            raise ConnectionError
        assert newest.viewers == 0

    in_loop(work)


async def rest(reader: Reader[int]) -> list[int]:
    return [item async for item in reader]


def test_each_reader_gets_all_since_it_came_in_order() -> None:
    async def work() -> None:
        each: Each[int] = Each()
        each.put(0)
        early = each.subscribe()
        reading = asyncio.create_task(rest(early))
        each.put(1)
        await turns()
        late = each.subscribe()
        each.put(2)
        each.close()
        assert (await reading, await rest(late)) == ([1, 2], [2])
        assert await rest(each.subscribe()) == []
        assert each.readers == 0

    in_loop(work)


def test_a_reader_that_falls_behind_is_dropped_with_the_reason_and_holds_nobody_up() -> None:
    async def work() -> None:
        each: Each[int] = Each(limit=3)
        slow, quick = each.subscribe(), each.subscribe()
        for number in range(4):
            each.put(number)
            assert await anext(quick) == number
        assert each.readers == 1
        assert len(slow._waiting) == 0
        with pytest.raises(FellBehind, match="3 pieces behind"):
            await anext(slow)
        each.put(4)
        assert await anext(quick) == 4

    in_loop(work)


def test_who_leaves_is_given_nothing_more() -> None:
    async def work() -> None:
        each: Each[int] = Each()
        with each.subscribe() as reader:
            each.put(1)
        each.put(2)
        assert each.readers == 0
        assert await rest(reader) == [1]

    in_loop(work)
