"""What files can hang on. Each app says in its AppConfig.ready() for its own rows who may see and change them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from executives.permissions import Access
from orgs.models import EntityType


@dataclass(frozen=True, slots=True)
class Attachable:
    """A row as one person may have it: what hangs on it may be read, and added to or taken away, or neither."""

    executive_id: UUID | None
    may_read: bool
    may_write: bool


# Raises Http404 when there is no such row, or none for this person.
type Finder = Callable[[Access, UUID], Attachable]

_finders: dict[EntityType, Finder] = {}


def register_attachable(entity_type: EntityType, finder: Finder) -> None:
    _finders[entity_type] = finder


def find_attachable(access: Access, entity_type: str, entity_id: UUID) -> Attachable:
    if entity_type not in _finders:
        raise Http404
    return _finders[EntityType(entity_type)](access, entity_id)
