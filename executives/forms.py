from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from executives.models import ExecutiveProfile
from executives.shapes import SCHEDULING_DEFAULT, WEEKDAYS
from orgs.formats import FIRST_DAYS
from orgs.models import Organization
from orgs.notifications.wishes import DAILY_HOUR
from orgs.zones import check_zone, known_zones

AGENDA_FIELDS = ("wants_agenda", "agenda_hour")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ExecutiveForm(forms.ModelForm):
    """Who the executive is, and the scheduling rules their calendar is checked against."""

    email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        help_text=gettext_lazy("Tells which meetings are theirs to move: those they organize."),
    )
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        validators=[check_zone],
    )
    work_start = forms.TimeField(label=gettext_lazy("Working day begins"), widget=CLOCK)
    work_end = forms.TimeField(label=gettext_lazy("Working day ends"), widget=CLOCK)
    buffer_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes between meetings"), min_value=0, max_value=240
    )
    max_per_day = forms.IntegerField(
        label=gettext_lazy("At most meetings a day"), min_value=1, max_value=100, required=False
    )

    wants_agenda = forms.BooleanField(
        label=gettext_lazy("Send the day’s agenda to them by email"), required=False
    )
    agenda_hour = forms.TypedChoiceField(
        label=gettext_lazy("At, by their clock"),
        coerce=int,
        required=False,
        empty_value=DAILY_HOUR,  # type: ignore[arg-type]  # the stub knows texts alone
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
    )

    class Meta:
        model = ExecutiveProfile
        fields = ("full_name", "title", "email", "timezone")
        labels = {"full_name": gettext_lazy("Name"), "title": gettext_lazy("Title")}

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avoid_days"] = forms.MultipleChoiceField(
            label=_("Days kept free"),
            required=False,
            choices=_weekdays(organization),
            widget=forms.CheckboxSelectMultiple,
        )
        preferences = SCHEDULING_DEFAULT | (self.instance.scheduling_preferences or {})
        self.initial = {
            **self.initial,
            "work_start": preferences["working_hours"]["start"],
            "work_end": preferences["working_hours"]["end"],
            "buffer_minutes": preferences["meeting_buffer_minutes"],
            "max_per_day": preferences["max_meetings_per_day"],
            "avoid_days": preferences["avoid_days"],
            "wants_agenda": self._agenda().get("is_wanted", False),
            "agenda_hour": self._agenda().get("hour", DAILY_HOUR),
        }
        self.zones = sorted(known_zones())

    def profile(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def rules(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in (*self.Meta.fields, *AGENDA_FIELDS)]

    def agenda(self) -> list[forms.BoundField]:
        return [self[name] for name in AGENDA_FIELDS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("work_start"), cleaned.get("work_end")
        if start and end and end <= start:
            self.add_error("work_end", ValidationError(_("The working day must end after it begins.")))
        if cleaned.get("wants_agenda") and not cleaned.get("email"):
            self.add_error("wants_agenda", ValidationError(_("Give an email address to send it to.")))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns as the services take them."""
        cleaned = self.cleaned_data
        preferences = SCHEDULING_DEFAULT | (self.instance.scheduling_preferences or {})
        preferences |= {
            "working_hours": {
                "start": f"{cleaned['work_start']:%H:%M}",
                "end": f"{cleaned['work_end']:%H:%M}",
            },
            "meeting_buffer_minutes": cleaned["buffer_minutes"],
            "max_meetings_per_day": cleaned["max_per_day"],
            "avoid_days": cleaned["avoid_days"],
        }
        agenda = {
            "is_wanted": cleaned["wants_agenda"],
            "hour": DAILY_HOUR if cleaned["agenda_hour"] is None else cleaned["agenda_hour"],
        }
        return {name: cleaned[name] for name in self.Meta.fields} | {
            "scheduling_preferences": preferences,
            "communication_preferences": self._communication() | {"daily_agenda": agenda},
        }

    def _communication(self) -> dict[str, Any]:
        return self.instance.communication_preferences or {}

    def _agenda(self) -> dict[str, Any]:
        return self._communication().get("daily_agenda", {})


def _weekdays(organization: Organization) -> list[tuple[str, str]]:
    """All seven, from the one with which the organization's weeks begin."""
    first = FIRST_DAYS[organization.settings.get("week_starts_on", "monday")]
    return [(day, _(day.capitalize())) for day in (*WEEKDAYS[first:], *WEEKDAYS[:first])]
