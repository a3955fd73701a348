"""Values of the log as a person reads them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from orgs.formats import Formats


def written(value: Any, field: Any, names: dict[UUID, str], formats: Formats) -> str:
    """'' for nothing. A value that is no longer of its column's kind stands as it is."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(_item(each) for each in value)
    if field is None:
        return str(value)
    if field.remote_field:
        return names.get(UUID(value), _("one that is gone"))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    try:
        return _moment(value, field, formats)
    except ValueError:
        return str(value)


def _item(value: Any) -> str:
    """Of a list: of an object what it is called, or else all that it says."""
    if not isinstance(value, Mapping):
        return str(value)
    called = next((value[key] for key in ("name", "label", "email", "title") if value.get(key)), None)
    return str(called or " ".join(_item(part) for part in value.values()))


def _moment(value: Any, field: Any, formats: Formats) -> str:
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        return f"{formats.date(formats.local(moment).date())} {formats.time(moment)}"
    if isinstance(field, models.DateField):
        return formats.date(date.fromisoformat(value))
    if isinstance(field, models.TimeField):
        return formats.clock(time.fromisoformat(value))
    return str(value)
