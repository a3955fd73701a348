from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.zones import known_zones


class SignupForm(forms.Form):
    """What sign-up asks beside address and password (allauth adds those)."""

    field_order = ("full_name", "organization", "email", "password1")

    full_name = forms.CharField(
        label=_("Your name"), max_length=255, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    organization = forms.CharField(
        label=_("Organization"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    # Filled by the browser (static/js/zone.js), which may know zones that are not known here.
    timezone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-own-zone": ""}))

    def clean_timezone(self) -> str:
        zone = self.cleaned_data["timezone"]
        return zone if zone in known_zones() else ""

    def signup(self, request: Any, user: Any) -> None:
        """Required by allauth; the adapter has saved everything."""
