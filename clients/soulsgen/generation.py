"""Many lines from TorchServe, several requests under way at once so that it can batch them."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from soulsgen.errors import SoulsgenError
from soulsgen.torchserve import TorchServe


@dataclass(frozen=True)
class Order:
    """What to generate: `count` lines of `model`, each with the payload's settings.

    With a seed, line i has seed + i: the same order gives the same lines.
    """

    count: int
    model: str = "souls"
    seed: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def request(self, number: int) -> dict[str, Any]:
        seed = {} if self.seed is None else {"seed": (self.seed + number) % 2**32}
        return {**self.payload, **seed}


def as_they_come(
    client: TorchServe, order: Order, numbers: Iterable[int], at_once: int
) -> Iterator[tuple[int, str]]:
    """Lines with their numbers in the order they are answered, at most `at_once` under way.

    After a failure nothing new is asked for; what is under way is still handed out, then the first
    failure is raised.
    """
    waiting = iter(numbers)
    under_way: dict[Future[str], int] = {}
    failure: BaseException | None = None
    with ThreadPoolExecutor(at_once) as pool:
        while True:
            if failure is None:
                for number in islice(waiting, at_once - len(under_way)):
                    under_way[pool.submit(_line, client, order, number)] = number
            if not under_way:
                break
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                number = under_way.pop(future)
                if error := future.exception():
                    failure = failure or error
                else:
                    yield number, future.result()
    if failure:
        raise failure


def _line(client: TorchServe, order: Order, number: int) -> str:
    line = client.predict(order.model, order.request(number)).get("result")
    if not isinstance(line, str) or not line.strip():
        raise SoulsgenError(f"{order.model} replied without a line in `result`")
    return " ".join(line.split())
