"""Students of one shape that come and go, and are drawn together while they are here."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from animator.character import Character
from animator.engine import SIDE, Cel
from animator.student.shape import StudentShape
from animator.student.stacked import StackedStudents


class Company:
    """Weights of all members lie in one block, which is made anew when one has joined.

    A member leaves by being forgotten; its part of the block stays until then.
    """

    def __init__(self, device: torch.device, batch: int) -> None:
        self.device, self.batch = device, batch
        self.characters: WeakKeyDictionary[Member, Character] = WeakKeyDictionary()
        self.places: WeakKeyDictionary[Member, int] = WeakKeyDictionary()
        self.students: StackedStudents | None = None

    def join(self, character: Character) -> "Member":
        member = Member(self)
        self.characters[member] = character
        self.students = None
        return member

    def pictures(
        self, members: Sequence["Member"], poses: Tensor, cels: Sequence[Cel] = (), side: int = SIDE
    ) -> NDArray[np.uint8]:
        """`Engine.pictures`, with a member for each pose."""
        students = self._stacked()
        return students.pictures(poses, [self.places[member] for member in members], cels, side)

    def render(self, members: Sequence["Member"], poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        """`Engine.render`, with a member for each pose."""
        students = self._stacked()
        return students.render(poses, [self.places[member] for member in members], cels)

    def _stacked(self) -> StackedStudents:
        if self.students is None:
            here = list(self.characters.items())
            self.places = WeakKeyDictionary({member: place for place, (member, _) in enumerate(here)})
            self.students = StackedStudents([character for _, character in here], self.device, self.batch)
        return self.students


class Member:
    """An Engine for one character of a company."""

    def __init__(self, company: Company) -> None:
        self.company = company

    def render(self, poses: Tensor, cels: Sequence[Cel] = ()) -> Tensor:
        return self.company.render([self] * len(poses), poses, cels)

    def pictures(self, poses: Tensor, cels: Sequence[Cel] = (), side: int = SIDE) -> NDArray[np.uint8]:
        return self.company.pictures([self] * len(poses), poses, cels, side)


class Companies:
    """One for each shape of which a student is here."""

    def __init__(self) -> None:
        self.known: WeakValueDictionary[StudentShape, Company] = WeakValueDictionary()

    def join(self, character: Character, device: torch.device, batch: int) -> Member:
        company = self.known.get(character.shape) or Company(device, batch)
        self.known[character.shape] = company
        return company.join(character)
