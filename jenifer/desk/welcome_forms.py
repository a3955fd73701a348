"""What the first steps ask: little; everything else stands in Settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization, User
from orgs.models.organization import CompanySize
from orgs.zones import check_zone, known_zones

TIME_FORMATS = [("24h", "14:30"), ("12h", "2:30 pm")]
DATE_FORMATS = [
    ("DD/MM/YYYY", "24/11/2026"),
    ("MM/DD/YYYY", "11/24/2026"),
    ("DD.MM.YYYY", "24.11.2026"),
    ("YYYY-MM-DD", "2026-11-24"),
]


def zone_field() -> forms.CharField:
    return forms.CharField(
        label=_("Time zone"),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        validators=[check_zone],
    )


class WithZones(forms.Form):
    @property
    def zones(self) -> list[str]:
        return sorted(known_zones())


class OrganizationStep(WithZones):
    name = forms.CharField(label=_("Name"), max_length=255)
    size = forms.ChoiceField(
        label=_("People"), required=False, choices=[("", _("Not said")), *CompanySize.choices]
    )
    timezone = zone_field()
    date_format = forms.ChoiceField(label=_("Dates"), choices=DATE_FORMATS)
    time_format = forms.ChoiceField(label=_("Times"), choices=TIME_FORMATS)

    SETTINGS = ("timezone", "date_format", "time_format")

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {name: organization.settings.get(name) for name in self.SETTINGS}
        self.initial = {"name": organization.name, "size": organization.size, **kept}

    def values(self) -> dict[str, Any]:
        """As `change_organization` takes them."""
        cleaned = self.cleaned_data
        settings = {name: cleaned[name] for name in self.SETTINGS}
        return {"name": cleaned["name"], "size": cleaned["size"], "settings": settings}


class FirstExecutiveForm(WithZones):
    full_name = forms.CharField(label=_("Name"), max_length=255)
    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("Tells which meetings are theirs to move: those they organize."),
    )
    timezone = zone_field()


class ProfileStep(WithZones):
    full_name = forms.CharField(label=_("Your name"), max_length=255)
    job_title = forms.CharField(label=_("Job title"), max_length=255, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    timezone = zone_field()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(person, name) for name in self.fields}
