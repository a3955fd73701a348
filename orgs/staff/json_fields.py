import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jenifer.db.fields import ShapedJSONField
from jenifer.db.shapes import check_shape


class ShapedFormField(forms.JSONField):
    """JSON as text, indented; refused at the field when it misses the column's shape. Empty is the default."""

    def __init__(self, *, column: ShapedJSONField, **options: Any) -> None:
        self.column = column
        options["required"] = False  # to forms `{}` would be as good as nothing
        options["help_text"] = options.get("help_text") or _keys(column.shape)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None and not self.column.null:
            found = self.column.get_default()
            if found is None:
                raise ValidationError(self.error_messages["required"], code="required")
        if found is not None:
            check_shape(found, self.column.shape)
            if "\\u0000" in json.dumps(found):
                raise ValidationError(_("A text contains a NUL character, which the database cannot hold."))
        return found


def _keys(shape: dict[str, Any]) -> str:
    keys = shape.get("properties") or shape.get("items", {}).get("properties") or {}
    return _("Keys: %(keys)s.") % {"keys": ", ".join(keys)} if keys else ""
