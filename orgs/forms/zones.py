from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.zones import check_zone, known_zones


class ZoneField(forms.CharField):
    """An IANA time zone, chosen from the list `time-zones` of the page."""

    def __init__(self, **options: Any) -> None:
        attributes = {"list": "time-zones", "autocomplete": "off"}
        super().__init__(
            label=_("Time zone"), validators=[check_zone], widget=forms.TextInput(attrs=attributes), **options
        )


class OwnZone(forms.Form):
    """For whoever has no account yet: the zone of their browser, '' where it is none known here."""

    # Filled by the browser (static/js/zone.js), which may know zones that are not known here.
    timezone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-own-zone": ""}))

    def clean_timezone(self) -> str:
        zone = self.cleaned_data["timezone"]
        return zone if zone in known_zones() else ""
