"""The settings of notifications as a plain form: a table of category × channel, and what holds for all."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.formats import Formats
from orgs.models import NotificationCategory, User
from orgs.notifications.channels import CHANNELS
from orgs.notifications.lines import CATEGORY_LABELS
from orgs.notifications.notify import wishes_of
from orgs.notifications.wishes import AGENDA

FREQUENCIES = [
    ("realtime", gettext_lazy("At once")),
    ("hourly", gettext_lazy("Every hour")),
    ("daily", gettext_lazy("Once a day")),
]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NotificationForm(forms.Form):
    """Fields `all-email`, `ai-email`, `ai-frequency` and so on; `changes()` has the shape of the preferences."""

    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), required=False, widget=CLOCK)
    quiet_to = forms.TimeField(
        label=gettext_lazy("Quiet until"),
        required=False,
        widget=CLOCK,
        help_text=gettext_lazy("Mail and pushes wait until then. Leave both empty for no quiet hours."),
    )
    daily_hour = forms.TypedChoiceField(label=gettext_lazy("Daily mail at"), coerce=int)
    agenda = forms.BooleanField(label=gettext_lazy("The day’s agenda by email"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wishes = wishes_of(user)
        self.channels = [(each.name, str(each.label)) for each in CHANNELS.values()]
        formats = Formats.of(user)
        hours: Any = self.fields["daily_hour"]
        hours.choices = [(hour, formats.hour(hour)) for hour in range(24)]
        for name, label in self.channels:
            self._switch(f"all-{name}", _("%(channel)s for everything") % {"channel": label})
        for category in NotificationCategory:
            self._row(category)
        self.initial = {**self.initial, **self._present()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_to") is None):
            self.add_error("quiet_to", _("Give both times, or neither."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        quiet = {"from": _clock(cleaned["quiet_from"]), "to": _clock(cleaned["quiet_to"])}
        return {
            **{name: cleaned[f"all-{name}"] for name, _label in self.channels},
            "categories": {str(category): self._wishes(category) for category in NotificationCategory},
            "quiet_hours": quiet if quiet["from"] else None,
            "daily_hour": cleaned["daily_hour"],
            AGENDA: cleaned["agenda"],
        }

    def masters(self) -> list[forms.BoundField]:
        return [self[f"all-{name}"] for name, _label in self.channels]

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField], forms.BoundField]]:
        """Label, a switch for the bell and for each channel, and how often."""
        for category in NotificationCategory:
            names = ["in_app", *(name for name, _label in self.channels)]
            switches = [self[f"{category}-{name}"] for name in names]
            yield str(CATEGORY_LABELS[category]), switches, self[f"{category}-frequency"]

    def _row(self, category: NotificationCategory) -> None:
        label = CATEGORY_LABELS[category]
        for name, channel in [("in_app", _("Bell")), *self.channels]:
            self._switch(f"{category}-{name}", f"{label}: {channel}")
        self.fields[f"{category}-frequency"] = forms.ChoiceField(
            label=_("%(category)s: how often") % {"category": label}, choices=FREQUENCIES
        )

    def _switch(self, name: str, label: str) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False)

    def _present(self) -> dict[str, Any]:
        wishes, quiet = self.wishes, self.wishes.quiet_hours
        found: dict[str, Any] = {
            "quiet_from": quiet.begins if quiet else None,
            "quiet_to": quiet.ends if quiet else None,
            "daily_hour": wishes.daily_hour,
            "agenda": wishes.wants_agenda,
        }
        for name, _label in self.channels:
            found[f"all-{name}"] = wishes.is_open(name)
        for category in NotificationCategory:
            found[f"{category}-frequency"] = wishes.frequency(category)
            for name in ("in_app", *(name for name, _label in self.channels)):
                found[f"{category}-{name}"] = wishes.asks(category, name)
        return found

    def _wishes(self, category: NotificationCategory) -> dict[str, Any]:
        names = ("in_app", *(name for name, _label in self.channels), "frequency")
        return {name: self.cleaned_data[f"{category}-{name}"] for name in names}


def _clock(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""
