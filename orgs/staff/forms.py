from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.services.staff_entries import LIMITS


def _limits() -> list[tuple[int, str]]:
    return [(minutes, _(label)) for minutes, label in LIMITS.items()]


class EntryForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("The customer reads it in their log: name the ticket, and what you will do."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Time limit"), choices=_limits, coerce=int, initial=30
    )


class FindForm(forms.Form):
    """A search for organizations; what cannot be read is as good as nothing."""

    q = forms.CharField(required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def values(self) -> dict[str, Any]:
        self.full_clean()
        found = self.cleaned_data
        return {"looked_for": found.get("q") or "", "page": found.get("page") or 1}
