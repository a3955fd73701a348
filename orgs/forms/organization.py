from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.formats import NUMBER_FORMATS
from orgs.forms.zones import ZoneField
from orgs.models import Organization
from orgs.shapes import ORGANIZATION_SETTINGS_AT_FIRST
from orgs.zones import known_zones

DATE_FORMATS = [
    ("MM/DD/YYYY", _("11/28/2026")),
    ("DD/MM/YYYY", _("28/11/2026")),
    ("DD.MM.YYYY", _("28.11.2026")),
    ("YYYY-MM-DD", _("2026-11-28")),
]


class OrganizationForm(forms.ModelForm):
    """What the organization is, and how dates, times and numbers are written for all of its people."""

    website = forms.URLField(label=_("Website"), max_length=255, required=False, assume_scheme="https")
    timezone = ZoneField(
        max_length=100, help_text=_("For new colleagues and executives; each can have their own.")
    )
    date_format = forms.ChoiceField(label=_("Dates"), choices=DATE_FORMATS)
    time_format = forms.ChoiceField(
        label=_("Times"), choices=[("12h", _("2:30 pm")), ("24h", _("14:30"))], widget=forms.RadioSelect
    )
    week_starts_on = forms.ChoiceField(
        label=_("Weeks begin on"),
        choices=[("monday", _("Monday")), ("sunday", _("Sunday")), ("saturday", _("Saturday"))],
        help_text=_("Decides the number of a week and the order of weekdays."),
    )
    number_format = forms.ChoiceField(label=_("Numbers"), choices=[(each, each) for each in NUMBER_FORMATS])
    SETTINGS = ("timezone", "date_format", "time_format", "week_starts_on", "number_format")

    class Meta:
        model = Organization
        fields = ("name", "website", "industry", "size")
        labels = {"name": _("Name"), "industry": _("Industry"), "size": _("People")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(ORGANIZATION_SETTINGS_AT_FIRST | self.instance.settings)
        self.zones = sorted(known_zones())

    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def formats(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SETTINGS]

    def values(self) -> dict[str, Any]:
        """The columns as the service takes them."""
        cleaned = self.cleaned_data
        columns = {name: cleaned[name] for name in self.Meta.fields}
        return columns | {"settings": {name: cleaned[name] for name in self.SETTINGS}}


class AISettingsForm(forms.Form):
    """What Jenifer may do in the organization, and how soon she tells."""

    auto_conflict_detection = forms.BooleanField(
        label=_("Look for conflicts"),
        required=False,
        help_text=_(
            "Every change to a calendar is looked through. Off: nothing is found, what was found goes."
        ),
    )
    proactive_suggestions = forms.BooleanField(
        label=_("Suggest a fix"),
        required=False,
        help_text=_("Each conflict comes with better times. Off: conflicts are shown, without a way out."),
    )
    learning_enabled = forms.BooleanField(
        label=_("Learn from answers"),
        required=False,
        help_text=_("What people say when they dismiss something is kept. Off: the reason is not stored."),
    )
    notification_frequency = forms.ChoiceField(
        label=_("Tell about new insights"),
        choices=[("realtime", _("At once")), ("hourly", _("Every hour")), ("daily", _("Once a day"))],
        widget=forms.RadioSelect,
    )
