"""All lines of an order, with a progress bar, kept as they come where a part file is given."""

from tqdm import tqdm

from soulsgen.generation import Order, as_they_come
from soulsgen.part_file import PartFile
from soulsgen.torchserve import TorchServe


def collect(client: TorchServe, order: Order, at_once: int, part: PartFile | None = None) -> dict[int, str]:
    """The lines of `order` by number, in order; those `part` holds are not asked for again.

    Raises SoulsgenError as the client does; what had come is in `part`.
    """
    lines = dict(part.lines) if part else {}
    missing = [number for number in range(order.count) if number not in lines]
    with tqdm(total=order.count, initial=len(lines), unit=" lines", disable=None, leave=False) as bar:
        for number, line in as_they_come(client, order, missing, at_once):
            lines[number] = line
            if part:
                part.keep(number, line)
            bar.update()
    return dict(sorted(lines.items()))
