"""What someone without an account may answer to an invitation."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jenifer.years import FIRST_YEAR, LAST_YEAR
from orgs.zones import zone_or_utc
from scheduling.models import Answer
from scheduling.recurrence import Component
from scheduling.services.attendee_answers import LONGEST_COMMENT
from scheduling.services.instances import Slot


class AnswerForm(forms.Form):
    """`proposed_start` is by the meeting's own clock; a proposal lasts as long as the meeting."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )
    proposed_start = forms.DateTimeField(
        label=gettext_lazy("Another time"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, data: Any, *, timing: Component, comment: str) -> None:
        stands = timing.start.astimezone(zone_or_utc(timing.zone or "UTC")).replace(tzinfo=None)
        super().__init__(data, initial={"comment": comment, "proposed_start": stands})
        self.timing = timing
        self.proposed: Slot | None = None
        if timing.is_all_day or timing.rule:
            del self.fields["proposed_start"]

    @property
    def answer(self) -> Answer:
        return Answer(self.data["answer"])

    def clean_proposed_start(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["proposed_start"]
        if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise forms.ValidationError(_("Choose a time within the next years."))
        return at

    def clean(self) -> None:
        if self.data.get("answer") not in Answer.values:
            raise forms.ValidationError(_("Choose one of the answers."))
        if self.answer != Answer.PROPOSED:
            return
        at = self.cleaned_data.get("proposed_start")
        if at is None or at == self.initial["proposed_start"]:
            self.add_error(
                "proposed_start" if "proposed_start" in self.fields else None, _("Choose another time.")
            )
            return
        zone = zone_or_utc(self.timing.zone or "UTC")
        start = at.replace(tzinfo=zone).astimezone(UTC)
        self.proposed = Slot(start, start + (self.timing.end - self.timing.start))
