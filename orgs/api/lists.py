"""What every list takes in its address: filters, `search`, `ordering`, `fields`; anything else is refused by name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend, FilterSet, IsoDateTimeFilter
from rest_framework.exceptions import ValidationError
from rest_framework.filters import SearchFilter
from rest_framework.request import Request

from orgs.api.fields import Moment

OF_EVERY_LIST = ("cursor", "page_size", "fields")


class Filters(DjangoFilterBackend):
    """The view's `filterset_class`."""


class Search(SearchFilter):
    """`search`: every word must stand in one of the view's `search_fields`."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        about = {"name": self.search_param, "in": "query", "required": False, "schema": {"type": "string"}}
        names = ", ".join(each.removeprefix("full_") for each in view.search_fields)
        return [about | {"description": f"Words that must all stand in: {names}."}] if names else []


class MomentField(forms.Field):
    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return Moment().run_validation(value)
        except ValidationError as error:
            raise forms.ValidationError([str(each) for each in error.detail]) from None


class MomentFilter(IsoDateTimeFilter):
    """An instant, read as every other of the API (orgs.api.fields)."""

    field_class = MomentField


class SelectorFilters(FilterSet):
    """Filters that are one selector's arguments: `select` gets those that were given."""

    def filter_queryset(self, queryset: Any) -> Any:
        given = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}
        return self.select(queryset, **given)

    def select(self, rows: Any, **given: Any) -> Any:
        raise NotImplementedError


def refuse_unknown(asked: Iterable[str], known: Iterable[str]) -> None:
    """A filter that is misspelled must not silently answer with everything."""
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise ValidationError({name: [_("This parameter is not known here.")] for name in unknown})


def ordering_of(request: Request, order: tuple[str, ...], orderings: Mapping[str, str]) -> tuple[str, ...]:
    """The columns to sort by: the list's own order, or the one that was asked for with the id behind it."""
    asked = request.query_params.get("ordering")
    if not asked:
        return order
    name, sign = asked.removeprefix("-"), "-" if asked.startswith("-") else ""
    if name not in orderings:
        choices = ", ".join(orderings)
        raise ValidationError({"ordering": [_("Sort by one of: %(names)s.") % {"names": choices}]})
    return (f"{sign}{orderings[name]}", f"{sign}id")


def wanted_fields(request: Request, known: Iterable[str]) -> set[str] | None:
    """`fields=a,b` as names; None for all of them."""
    asked = request.query_params.get("fields")
    if asked is None:
        return None
    names = {name.strip() for name in asked.split(",")}
    unknown = sorted(names - set(known))
    if unknown:
        message = _("There is no field %(names)s.") % {"names": ", ".join(unknown)}
        raise ValidationError({"fields": [message]})
    return names


def only(shown: Mapping[str, Any], names: set[str] | None) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if names is None or name in names}
