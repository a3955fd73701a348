from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.scopes import MEANINGS, Scope

LIFETIMES = (7, 30, 90, 180, 365)
USUAL_LIFETIME = 90
RIGHTS = [
    ("", gettext_lazy("Nothing")),
    ("read", gettext_lazy("Read")),
    ("write", gettext_lazy("Read and change")),
]


class TokenForm(forms.Form):
    """Name, lifetime and, for each area of the API, what the token may do there."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What it is for, so that you know it again."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires after"),
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # the stub knows texts alone
        initial=USUAL_LIFETIME,
    )

    def __init__(self, *args: Any, is_admin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lifetimes = [(days, _("%(days)d days") % {"days": days}) for days in LIFETIMES]
        self.fields["days"].choices = lifetimes + ([(0, _("Never"))] if is_admin else [])  # type: ignore[attr-defined]
        for area in Scope:
            self.fields[area] = forms.ChoiceField(
                label=_(MEANINGS[area]), choices=RIGHTS, required=False, help_text=area.value
            )

    def about(self) -> list[forms.BoundField]:
        return [self["name"], self["days"]]

    def areas(self) -> list[forms.BoundField]:
        return [self[area] for area in Scope]

    def scopes(self) -> list[str]:
        return [f"{area}:{right}" for area in Scope if (right := self.cleaned_data[area])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(area) for area in Scope):
            raise forms.ValidationError(_("Choose at least one area that the token may reach."))
        return cleaned
