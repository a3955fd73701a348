from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers

from jenifer.db.shapes import Shape, check_shape
from jenifer.years import FIRST_YEAR, LAST_YEAR


class Moment(serializers.DateTimeField):
    """An instant, answered in UTC. One that comes without an offset is taken in the person's zone."""

    def to_internal_value(self, data: Any) -> datetime:
        moment: datetime = super().to_internal_value(data)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            years = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise serializers.ValidationError(
                _("Give a time between the years %(first)d and %(last)d.") % years
            )
        return moment

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


class MomentsInUTC(serializers.ModelSerializer):
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        field: Moment
        for field, name in serializers.ModelSerializer.serializer_field_mapping.items()
        if name is serializers.DateTimeField
    }


def accepted(serializer: type[serializers.Serializer], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """What was asked for, checked; else a problem that names the fields at fault."""
    asked = serializer(data=data, partial=partial)
    asked.is_valid(raise_exception=True)
    return asked.validated_data


class ShapedField(serializers.JSONField):
    """A JSON object of a declared shape (jenifer.db.shapes); keys that are left out keep their value."""

    def __init__(self, *, shape: Shape, **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        try:
            check_shape(value, self.shape)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
        return value
