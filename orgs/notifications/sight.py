"""Between the telling and the sending a person may lose sight of what it is about: then it is not sent.

Each app says of its own kinds of rows what somebody sees; of a kind that no app speaks for, all of it.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from orgs.models import EntityType, Notification, User

type Sight = Callable[[User, Collection[UUID]], set[UUID]]
"""Which of these rows the person may read at present."""

_known: dict[str, Sight] = {}


def register_sight(kind: EntityType, sight: Sight) -> None:
    _known[kind] = sight


def out_of_sight(user: User, notifications: Iterable[Notification]) -> set[UUID]:
    """The ids of those whose subject the person may not read, or which is no more."""
    about: dict[str, dict[UUID, UUID]] = {}
    for each in notifications:
        if each.related_entity_id is not None and each.related_entity_type in _known:
            about.setdefault(each.related_entity_type, {})[each.pk] = each.related_entity_id
    hidden = set()
    for kind, subjects in about.items():
        seen = _known[kind](user, set(subjects.values()))
        hidden |= {identity for identity, subject in subjects.items() if subject not in seen}
    return hidden
