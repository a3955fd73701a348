"""An entry of the log in words: who, for whom, what, from where, what was and what is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from orgs.audit.changes import Change, changes
from orgs.audit.filters import Happening
from orgs.audit.names import Reference, column_in_words, columns, kind_in_words, kinds, names_of, naming
from orgs.audit.values import written
from orgs.browsers import program_of
from orgs.formats import Formats
from orgs.models import AuditLog, User
from orgs.models.audit import UNKNOWN


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """`name` is what the row is called, '' where nobody can say any more."""

    entry: AuditLog
    who: str
    acting_for: str
    action: str
    kind: str
    name: str
    differences: list[Difference]
    browser: str

    @property
    def is_staff(self) -> bool:
        return self.entry.staff_entry_id is not None


def lines_of(entries: Sequence[AuditLog], formats: Formats) -> list[Line]:
    """All names are read in one query."""
    told = {entry.pk: changes(entry.old_values, entry.new_values) for entry in entries}
    names = names_of(reference for entry in entries for reference in _references(entry, told[entry.pk]))
    return [_line(entry, told[entry.pk], names, formats) for entry in entries]


def _line(entry: AuditLog, told: list[Change], names: dict[UUID, str], formats: Formats) -> Line:
    return Line(
        entry=entry,
        who=_who(entry, names),
        acting_for=names.get(entry.acting_for_id, _("a former executive")) if entry.acting_for_id else "",
        action=action_in_words(entry.action),
        kind=kind_in_words(entry.entity_type),
        name=_row_name(entry, names),
        differences=[_difference(entry.entity_type, each, names, formats) for each in told],
        browser=program_of(entry.user_agent),
    )


def _who(entry: AuditLog, names: dict[UUID, str]) -> str:
    """Staff by the name on their entry: their own row is not the customer's to see."""
    if entry.staff_entry_id:
        return entry.actor
    known = names.get(entry.user_id) if entry.user_id else None
    return known or str(UNKNOWN)


def action_in_words(action: str) -> str:
    known = {"login": Happening.SIGN_IN.label}
    plain = Happening(action).label if action in Happening.values else known.get(action)
    return _(plain) if plain else action.replace("_", " ").replace(".", " ").capitalize()


def _row_name(entry: AuditLog, names: dict[UUID, str]) -> str:
    """As it is called now; once it is gone, as it was called in the entry."""
    if entry.entity_id in names:
        return names[entry.entity_id]
    model = kinds().get(entry.entity_type)
    values = {**(entry.old_values or {}), **(entry.new_values or {})}
    return next((str(values[name]) for name in naming(model) if values.get(name)), "") if model else ""


def _difference(kind: str, change: Change, names: dict[UUID, str], formats: Formats) -> Difference:
    field = _field(kind, change)
    old, new = (written(value, field, names, formats) for value in (change.old, change.new))
    return Difference(column_in_words(kind, change.path), old, new)


def _field(kind: str, change: Change) -> Any:
    """The column; None inside JSON, and for what the table no longer has."""
    model = kinds().get(kind)
    return columns(model).get(change.path[0]) if model and len(change.path) == 1 else None


def _references(entry: AuditLog, told: list[Change]) -> Iterator[Reference]:
    if entry.user_id:
        yield User, entry.user_id
    if entry.acting_for_id:
        yield kinds()["executive"], entry.acting_for_id
    if entry.entity_id and entry.entity_type in kinds():
        yield kinds()[entry.entity_type], entry.entity_id
    for change in told:
        field = _field(entry.entity_type, change)
        if field is not None and field.remote_field:
            yield from ((field.remote_field.model, UUID(each)) for each in (change.old, change.new) if each)
