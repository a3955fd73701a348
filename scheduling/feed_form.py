from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from scheduling.models import FeedLevel

BACK, AHEAD = (0, 7, 30, 90, 365), (30, 90, 180, 365, 730)


class FeedForm(forms.Form):
    """What a feed is called, what it tells and of which days."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy(
            "Where it is used, such as “Anna’s phone”, so that you know which one to revoke."
        ),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("What it tells"),
        choices=FeedLevel.choices,
        widget=forms.RadioSelect,
        initial=FeedLevel.BUSY,
    )
    days_back = forms.TypedChoiceField(label=gettext_lazy("Past days"), coerce=int, initial=30)
    days_ahead = forms.TypedChoiceField(label=gettext_lazy("Days ahead"), coerce=int, initial=365)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, usual in (("days_back", BACK), ("days_ahead", AHEAD)):
            known = {*usual, (self.initial or {}).get(name, usual[1])}
            self.fields[name].choices = [(days, in_days(days)) for days in sorted(known)]  # type: ignore[attr-defined]

    def window(self) -> list[forms.BoundField]:
        return [self["days_back"], self["days_ahead"]]


def in_days(days: int) -> str:
    if days and days % 365 == 0:
        years = days // 365
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
