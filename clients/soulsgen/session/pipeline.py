"""Work on many things at once while they are still being read, and hand each on as it is done."""

from collections.abc import Callable, Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_END = object()
_LOOK_S = 0.1


def worked(
    items: Iterable[Item], work: Callable[[Item], Result], at_once: int, ahead: int = 0
) -> Iterator[tuple[Item, Result]]:
    """`(item, work(item))` as they are done. `ahead` items are read before their turn; 0 is as many as come.

    After a failure nothing new is begun; what is under way is still handed on, then the failure is raised.
    """
    waiting: Queue[Any] = Queue(ahead)
    done: Queue[Any] = Queue()
    stop = Event()
    threads = [Thread(target=_read, args=(items, waiting, done, stop, at_once), daemon=True)]
    threads += [Thread(target=_work, args=(work, waiting, done, stop), daemon=True) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    failure: BaseException | None = None
    ended = 0
    try:
        while ended < at_once:
            got = done.get()
            if got is _END:
                ended += 1
            elif isinstance(got, BaseException):
                failure = failure or got
            else:
                yield got
    finally:
        stop.set()
    if failure:
        raise failure


def _read(items: Iterable[Any], waiting: Queue[Any], done: Queue[Any], stop: Event, at_once: int) -> None:
    try:
        for item in items:
            if not _put(waiting, item, stop):
                return
    except BaseException as error:
        done.put(error)
        stop.set()
    for _ in range(at_once):
        _put(waiting, _END, stop)


def _put(waiting: Queue[Any], item: Any, stop: Event) -> bool:
    """Whether it went in before all was stopped."""
    while not stop.is_set():
        try:
            waiting.put(item, timeout=_LOOK_S)
        except Full:
            continue
        return True
    return False


def _work(work: Callable[[Any], Any], waiting: Queue[Any], done: Queue[Any], stop: Event) -> None:
    """Looks up now and then: a live stream may bring nothing for long after all was stopped."""
    while not stop.is_set():
        try:
            item = waiting.get(timeout=_LOOK_S)
        except Empty:
            continue
        if item is _END:
            break
        try:
            done.put((item, work(item)))
        except BaseException as error:
            done.put(error)
            stop.set()
    done.put(_END)
