"""What the plan counts needs room when staff bring it back, too."""

from typing import Any, ClassVar

from django import forms

from orgs.models import Organization
from orgs.plans import Limit, PlanLimitReached, require_room


class RoomForm(forms.ModelForm):
    """Holds the plan's `limit`; `counts` says of a row what app.plan_use does. Only with an entry."""

    limit: ClassVar[Limit]

    @staticmethod
    def counts(row: Any) -> bool:
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_counted = not self.instance._state.adding and self.counts(self.instance)

    def _post_clean(self) -> None:
        """After the form's values have come into the row: until then there is nothing to count."""
        super()._post_clean()  # type: ignore[misc]  # the stub leaves it out
        if self.errors or self.was_counted or not self.counts(self.instance):
            return
        try:
            require_room(Organization.objects.get(), self.limit)  # the one that staff are in is all they see
        except PlanLimitReached as refusal:
            self.add_error(None, str(refusal))
