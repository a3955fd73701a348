from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class Body(serializers.Serializer):
    """What a request may bring. A misspelled field must not silently change nothing: it is refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        settable = {name for name, field in self.fields.items() if not field.read_only}
        unknown = sorted(set(data) - settable) if isinstance(data, Mapping) else ()
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such field to set.")] for name in unknown}
            )
        return super().to_internal_value(data)
