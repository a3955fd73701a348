"""Columns as the house declares them: defaults in the database too, texts never NULL, JSON with a shape."""

import copy
from typing import Any

from django.db import models
from django.db.models.functions import Now

from jenifer.db.shapes import Shape


def text(max_length: int = 255, default: str = "", **options: Any) -> Any:
    """Optional text: empty, never NULL."""
    return models.CharField(max_length=max_length, blank=True, default=default, db_default=default, **options)


def long_text(**options: Any) -> Any:
    return models.TextField(blank=True, default="", db_default="", **options)


def choice(values: type[models.TextChoices], default: str | None = "", max_length: int = 50) -> Any:
    """One of a closed list, held by a CHECK; `default=None` makes it required, '' optional."""
    if default is None:
        return models.CharField(max_length=max_length, choices=values.choices)
    return models.CharField(
        max_length=max_length,
        choices=values.choices,
        default=default,
        db_default=default,
        blank=default == "",
    )


def flag(default: bool = False) -> Any:
    return models.BooleanField(default=default, db_default=default)


def count(default: int = 0) -> Any:
    return models.IntegerField(default=default, db_default=default)


def now(**options: Any) -> Any:
    """A moment that the database sets when the row is made."""
    return models.DateTimeField(db_default=Now(), **options)


def moment(**options: Any) -> Any:
    """An optional moment; NULL means it has not happened."""
    return models.DateTimeField(null=True, blank=True, **options)


class ShapedJSONField(models.JSONField):
    """A JSON column with a declared shape and a default in the database; `at_first` where ours is another.

    Migrations see a plain JSONField; the shape reaches them as the table's ShapeCheck (jenifer.db.models).
    """

    def __init__(self, *, shape: Shape, default: Any = None, at_first: Any = None, **options: Any) -> None:
        self.shape, self.initial = shape, default if at_first is None else at_first
        if default is not None:
            options["db_default"] = models.Value(default, models.JSONField())
        super().__init__(blank=True, **options)

    def has_default(self) -> bool:
        return True

    def get_default(self) -> Any:
        return copy.deepcopy(self.initial)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.JSONField", args, kwargs

    def clone(self) -> Any:
        _, _, args, kwargs = self.deconstruct()
        return models.JSONField(*args, **kwargs)
