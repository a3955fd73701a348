from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.forms.zones import OwnZone


class SignupForm(OwnZone):
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

    def signup(self, request: Any, user: Any) -> None:
        """Required by allauth; the adapter has saved everything."""
