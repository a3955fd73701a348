"""Kinds of rows in the log, their columns in words, and the names behind ids."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from jenifer.db.models import Base

# As app.singular names tables; every other is its table's name without the s.
SINGULAR = {
    "executive_profiles": "executive",
    "user_executive_assignments": "assignment",
    "org_feature_overrides": "feature_override",
}
# What a row is called by: the first of these columns that has something in it.
NAMING = ("full_name", "title", "name", "provider_name", "email", "provider_email", "recipient")

type Reference = tuple[type[models.Model], UUID]


@cache
def kinds() -> dict[str, type[Base]]:
    """Every kind of row that can be in the log; `executive` is whom one acts for."""
    found = [model for model in apps.get_models() if issubclass(model, Base)]
    return {kind_of(model): model for model in found}


def kind_of(model: type[models.Model]) -> str:
    table = model._meta.db_table
    return SINGULAR.get(table, table.removesuffix("s"))


@cache
def columns(model: type[models.Model]) -> dict[str, Any]:
    return {str(field.column): field for field in model._meta.concrete_fields}


def kind_in_words(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def column_in_words(kind: str, path: tuple[str, ...]) -> str:
    """Scheduling preferences · working hours · start."""
    field = columns(kinds()[kind]).get(path[0]) if kind in kinds() else None
    first = str(field.verbose_name) if field else path[0].removesuffix("_id")
    words = " · ".join([first, *path[1:]]).replace("_", " ")
    return words[:1].upper() + words[1:]


def names_of(references: Iterable[Reference]) -> dict[UUID, str]:
    """What rows are called, in one query; a row that is gone, or is another's alone, is left out."""
    wanted: dict[type[models.Model], set[UUID]] = {}
    for model, row_id in references:
        if naming(model):
            wanted.setdefault(model, set()).add(row_id)
    parts = [
        model._default_manager.filter(pk__in=ids).order_by().values_list("pk", _name(model))
        for model, ids in wanted.items()
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return {row_id: name for row_id, name in rows if name}


def naming(model: type[models.Model]) -> list[str]:
    return [name for name in NAMING if name in columns(model)]


def _name(model: type[models.Model]) -> Any:
    filled = [NullIf(Cast(F(name), TextField()), Value("")) for name in naming(model)]
    return Coalesce(*filled, Value(""), output_field=TextField())
