"""All rows of one checkpoint, loaded beside each other, measured in turn, round after round."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from asr_audio import Talk
from asr_process import EngineFault
from asr_rows import Engine, Memory, Row, Run, engine_row, served_rows
from asr_weights import Weights


@dataclass(frozen=True)
class Plan:
    """only: rows whose key holds one of these words; none means all."""

    engines: tuple[Engine, ...]
    clients: tuple[int, ...]
    rounds: int
    only: tuple[str, ...]

    def wants(self, key: str) -> bool:
        return not self.only or any(word in key for word in self.only)


@dataclass
class Result:
    """A row with what its rounds gave."""

    weights: str
    name: str
    runs: list[Run] = field(default_factory=list)
    memory: Memory | None = None


@dataclass
class Measured:
    """Results by key, and why other rows are left out."""

    results: dict[str, Result] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def measure(weights: Weights, talk: Talk, plan: Plan, measured: Measured) -> None:
    """Add what all rows of these weights give. An engine that fails is left out, the others go on."""
    with ExitStack() as stack:
        rows = _opened(stack, _openers(weights, talk, plan), measured)
        for number in range(plan.rounds):
            for row in [row for row in rows if row.key not in measured.left_out]:
                _one_round(row, weights, measured)
                told = measured.results.get(row.key)
                rate = f"{told.runs[-1].times_real:.1f} times real time" if told else "left out"
                print(f"round {number + 1}: {row.key}: {rate}", file=sys.stderr)
        for row in rows:
            if row.key in measured.results:
                measured.results[row.key].memory = row.memory()


def _openers(
    weights: Weights, talk: Talk, plan: Plan
) -> Iterator[tuple[str, AbstractContextManager[list[Row]]]]:
    for engine in plan.engines:
        if plan.wants(f"{weights.name} {engine.key}"):
            yield f"{weights.name} {engine.key}", engine_row(engine, weights, talk)
    clients = [count for count in plan.clients if plan.wants(f"{weights.name} served {count}")]
    if clients:
        yield f"{weights.name} served", served_rows(weights, clients, talk)


def _opened(
    stack: ExitStack, openers: Iterable[tuple[str, AbstractContextManager[list[Row]]]], measured: Measured
) -> list[Row]:
    rows: list[Row] = []
    for key, opener in openers:
        print(f"{key}: loading", file=sys.stderr)
        try:
            rows += stack.enter_context(opener)
        except EngineFault as fault:
            measured.left_out[key] = str(fault)
    return rows


def _one_round(row: Row, weights: Weights, measured: Measured) -> None:
    try:
        run = row.run()
    except EngineFault as fault:
        measured.left_out[row.key] = str(fault)
        measured.results.pop(row.key, None)
        return
    measured.results.setdefault(row.key, Result(weights.name, row.name)).runs.append(run)
