from typing import Any

from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.forms.zones import OwnZone
from orgs.models import User


class JoinForm(OwnZone):
    """What an invited person says of themselves; the address is the invitation's."""

    full_name = forms.CharField(
        label=_("Your name"), max_length=255, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = SetPasswordField(label=_("Password"))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No password like their own name or address.
        password: Any = self.fields["password1"]
        password.user = User(email=email, full_name=self.data.get("full_name", ""))
