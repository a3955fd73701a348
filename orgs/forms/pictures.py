from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import User
from orgs.pictures import PictureRefused


class PictureForm(forms.Form):
    """A file of any name: what it is, its bytes say (orgs.pictures)."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def put_up(self, service: Callable[..., Any], *, by: User) -> bool:
        """Whether the service took the picture; else the form says why not."""
        if self.is_valid():
            try:
                service(by=by, content=self.cleaned_data["picture"].read())
            except PictureRefused as error:
                self.add_error("picture", str(error))
        return self.is_valid()
