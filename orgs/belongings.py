"""What people own that must not be left behind when they go: each app registers its kinds when it is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from orgs.models import User


class HandOver(Protocol):
    def __call__(self, *, giver: User, taker: User) -> None: ...


@dataclass(frozen=True, slots=True)
class Belonging:
    """A kind of thing. `names` lists a person's own, `hand_over` gives them all on; an admin does both."""

    kind: str
    label: str
    icon: str
    names: Callable[[User], list[str]]
    hand_over: HandOver


@dataclass(frozen=True, slots=True)
class Owned:
    belonging: Belonging
    names: list[str]

    @property
    def kind(self) -> str:
        return self.belonging.kind


_known: dict[str, Belonging] = {}


def register(*belongings: Belonging) -> None:
    _known.update({belonging.kind: belonging for belonging in belongings})


def kinds() -> list[str]:
    return list(_known)


def belongings_of(person: User) -> list[Owned]:
    """Only the kinds of which there is something."""
    owned = [Owned(belonging, belonging.names(person)) for belonging in _known.values()]
    return [each for each in owned if each.names]
