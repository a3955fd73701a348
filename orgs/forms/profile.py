from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.forms.zones import ZoneField
from orgs.models import User
from orgs.shapes import WIDGETS
from orgs.zones import known_zones

HIDDEN = ("", _("Hidden"))
PLACES = [HIDDEN, *((str(place), str(place)) for place in range(1, len(WIDGETS) + 1))]
WIDGET_LABELS = {
    "insights": _("Needs you"),
    "meetings": _("The executives’ day"),
    "approvals": _("Approvals"),
    "tasks": _("Tasks due"),
    "key_dates": _("Key dates ahead"),
}


class ProfileForm(forms.ModelForm):
    """Who one is, and how the product looks and begins for oneself."""

    timezone = ZoneField(max_length=100)
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("system", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )
    default_view = forms.ChoiceField(
        label=_("Begin with"),
        choices=[("today", _("Today")), ("insights", _("Insights")), ("executives", _("Executives"))],
        help_text=_("The page that opens after signing in."),
    )

    class Meta:
        model = User
        fields = ("full_name", "job_title", "phone", "timezone")
        labels = {"full_name": _("Name"), "job_title": _("Job title"), "phone": _("Phone")}
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.zones = sorted(known_zones())
        chosen = self.instance.dashboard["widgets"]
        self.initial["theme"] = self.instance.theme
        self.initial["default_view"] = self.instance.dashboard["default_view"]
        for name in WIDGETS:
            self.fields[f"place_{name}"] = forms.ChoiceField(
                label=WIDGET_LABELS[name], choices=PLACES, required=False
            )
            self.initial[f"place_{name}"] = str(chosen.index(name) + 1) if name in chosen else ""

    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def places(self) -> list[forms.BoundField]:
        return [self[f"place_{name}"] for name in WIDGETS]

    def values(self) -> dict[str, Any]:
        """The columns as the service takes them."""
        cleaned = self.cleaned_data
        shown = [name for name in WIDGETS if cleaned[f"place_{name}"]]
        dashboard = {
            "default_view": cleaned["default_view"],
            "widgets": sorted(shown, key=lambda name: cleaned[f"place_{name}"]),
        }
        columns = {name: cleaned[name] for name in self.Meta.fields}
        return columns | {"preferences": {"theme": cleaned["theme"], "dashboard": dashboard}}
