import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.belongings import Owned
from orgs.models import Role, User
from orgs.permissions import Permission
from orgs.services.invitations import AddressesRefused

ROLES = [
    (Role.USER, _("Assistant: serves the executives assigned to them")),
    (Role.ADMIN, _("Admin: sees every executive, runs the organization")),
]
PERMISSIONS = [
    (Permission.TEAM_MANAGE, _("Invite colleagues and see the team")),
    (Permission.BILLING_MANAGE, _("Plan and payment")),
    (Permission.AUDIT_VIEW, _("Read the log of changes")),
]


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("Email addresses"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "One or several, separated by commas or lines. Each gets a link that works once, for seven days."
        ),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=Role.USER, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_admin:
            roles: Any = self.fields["role"]
            roles.choices = ROLES[:1]

    def clean_addresses(self) -> list[str]:
        return [address for address in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if address]

    def refuse(self, refusal: Exception) -> None:
        reasons = refusal.reasons.values() if isinstance(refusal, AddressesRefused) else [str(refusal)]
        for reason in reasons:
            self.add_error("addresses", reason)


class MemberForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    permissions = forms.MultipleChoiceField(
        label=_("May also"),
        required=False,
        choices=PERMISSIONS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beyond their role; an admin may all of it anyway."),
    )


class HandOverForm(forms.Form):
    """One colleague for each kind of thing that someone owns."""

    def __init__(self, *args: Any, owned: list[Owned], colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owned, self.colleagues = owned, {str(each.pk): each for each in colleagues}
        choices = [
            ("", _("Choose a colleague")),
            *((key, str(each)) for key, each in self.colleagues.items()),
        ]
        for each in owned:
            self.fields[each.kind] = forms.ChoiceField(choices=choices, label=_("Goes to"))

    def rows(self) -> list[tuple[Owned, forms.BoundField]]:
        return [(each, self[each.kind]) for each in self.owned]

    def takers(self) -> dict[str, User]:
        return {kind: self.colleagues[key] for kind, key in self.cleaned_data.items()}
