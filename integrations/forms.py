from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from executives.models import ExecutiveProfile
from integrations.models import CalendarSyncToken
from integrations.services.calendars import Choice
from integrations.shapes import SyncDirection

INTERVALS = (5, 15, 30, 60, 240, 1440)
ADDRESS = {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
PASSWORD_FIELD = {
    "label": gettext_lazy("App password"),
    "max_length": 500,
    "strip": False,
    "widget": forms.PasswordInput(attrs={"autocomplete": "off"}),
}


class ConnectForm(forms.Form):
    """What is typed is shown again when it does not work, but for the password."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=2000,
        widget=forms.TextInput(attrs=ADDRESS),
        help_text=gettext_lazy("Your e-mail address with the provider, its host, or the CalDAV address."),
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Mostly the e-mail address."),
    )
    password = forms.CharField(
        help_text=gettext_lazy("Made at the provider for this alone, so that you can revoke it there."),
        **PASSWORD_FIELD,  # type: ignore[arg-type]
    )


class SubscribeForm(forms.Form):
    """`executives` are those whose calendars the person may write."""

    address = forms.CharField(
        label=gettext_lazy("Address of the calendar"),
        max_length=2000,
        widget=forms.TextInput(attrs=ADDRESS),
        help_text=gettext_lazy("Begins with https:// or webcal:// and mostly ends in .ics. Kept encrypted."),
    )
    executive_id = forms.TypedChoiceField(label=gettext_lazy("Whose calendar"), coerce=UUID)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Left empty, what the calendar calls itself."),
    )
    interval_minutes = forms.TypedChoiceField(label=gettext_lazy("How often"), coerce=int, initial=60)

    def __init__(self, *args: Any, executives: Sequence[ExecutiveProfile], **kwargs: Any) -> None:
        kwargs["auto_id"] = "subscribe_%s"  # beside another form with an address
        super().__init__(*args, **kwargs)
        people = [(each.pk, each.full_name) for each in executives]
        first = [("", _("Choose…"))] if len(people) != 1 else []
        self.fields["executive_id"].choices = [*first, *people]  # type: ignore[attr-defined]
        self.fields["interval_minutes"].choices = [(each, _every(each)) for each in INTERVALS]  # type: ignore[attr-defined]


class ReconnectForm(forms.Form):
    """A new password, or of a subscription a new address."""

    def __init__(self, *args: Any, is_subscription: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_subscription:
            self.fields["address"] = forms.CharField(
                label=_("New address of the calendar"),
                max_length=2000,
                widget=forms.TextInput(attrs=ADDRESS),
            )
        else:
            self.fields["password"] = forms.CharField(**PASSWORD_FIELD)  # type: ignore[arg-type]


class ScheduleForm(forms.Form):
    """A subscription has a name of one's own, and one direction."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=255)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=SyncDirection.choices)
    interval = forms.TypedChoiceField(label=gettext_lazy("How often"), coerce=int)

    def __init__(self, *args: Any, is_subscription: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["direction" if is_subscription else "name"]
        known = {*INTERVALS, (self.initial or {}).get("interval", INTERVALS[0])}
        self.fields["interval"].choices = [(each, _every(each)) for each in sorted(known)]  # type: ignore[attr-defined]


class CalendarsForm(forms.Form):
    """For each calendar: synced or not, whose it is, and whether new events are written there."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        calendars: Sequence[CalendarSyncToken],
        executives: Sequence[ExecutiveProfile],
    ) -> None:
        super().__init__(data)
        self.calendars = calendars
        people = {each.pk: each.full_name for each in executives}
        for row in calendars:
            self.fields |= {f"{row.pk}-{part}": field for part, field in _fields_of(row, people).items()}

    def lines(self) -> list[tuple[CalendarSyncToken, list[forms.BoundField]]]:
        return [
            (row, [field for field in self if field.name.startswith(str(row.pk))]) for row in self.calendars
        ]

    def choices(self) -> dict[UUID, Choice]:
        asked = self.cleaned_data
        return {
            row.pk: Choice(
                asked[f"{row.pk}-executive"], asked[f"{row.pk}-enabled"], asked.get(f"{row.pk}-target", False)
            )
            for row in self.calendars
        }


def _fields_of(row: CalendarSyncToken, people: dict[UUID, str]) -> dict[str, forms.Field]:
    own = {row.executive.pk: row.executive.full_name} if row.executive is not None else {}
    fields: dict[str, forms.Field] = {
        "enabled": forms.BooleanField(label=_("Sync"), required=False, initial=row.is_enabled),
        "executive": forms.TypedChoiceField(
            label=_("Whose calendar"),
            required=False,
            coerce=UUID,
            empty_value=None,
            choices=[("", _("Nobody’s yet")), *(people | own).items()],
            initial=row.executive_id,
        ),
    }
    if row.is_writable:
        fields["target"] = forms.BooleanField(
            label=_("Write new events here"), required=False, initial=row.is_write_target
        )
    return fields


def _every(minutes: int) -> str:
    if minutes % 60:
        return ngettext("Every minute", "Every %(count)d minutes", minutes) % {"count": minutes}
    return ngettext("Every hour", "Every %(count)d hours", minutes // 60) % {"count": minutes // 60}
