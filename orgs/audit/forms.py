from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.audit.filters import Filters, Happening
from orgs.audit.names import kind_in_words, kinds
from orgs.models import User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditForm(forms.Form):
    """The filters as they stand in the address; days are by the person's clock, both included."""

    person = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    happening = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    acting_for = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DAY)
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "person": (_("Everyone"), _people()),
            "happening": (_("Everything"), [(each.value, _(each.label)) for each in Happening]),
            "kind": (_("Every kind"), _audited()),
            "acting_for": (_("Anyone"), _rows(kinds()["executive"])),
        }
        for name, (anything, values) in choices.items():
            self._field(name).choices = [("", anything), *values]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first."))
        return cleaned

    def filters(self, zone: ZoneInfo) -> Filters:
        """Of a form that is valid."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if "happening" in asked:
            asked["happening"] = Happening(asked["happening"])
        if "since" in asked:
            asked["since"] = _midnight(asked["since"], zone)
        if "until" in asked:
            asked["until"] = _midnight(asked["until"] + timedelta(days=1), zone)
        return Filters(**asked)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _people() -> list[tuple[str, str]]:
    people = User.objects.order_by("full_name", "email").only("id", "full_name", "email", "is_active")
    return [
        (str(each.pk), str(each) if each.is_active else _("%(name)s (former)") % {"name": each})
        for each in people
    ]


def _rows(model: Any) -> list[tuple[str, str]]:
    return [
        (str(row_id), name)
        for row_id, name in model.objects.order_by("full_name").values_list("pk", "full_name")
    ]


def _audited() -> list[tuple[str, str]]:
    return sorted((kind, kind_in_words(kind)) for kind, model in kinds().items() if model.is_audited)
