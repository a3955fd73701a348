from django import forms
from django.utils.translation import gettext_lazy as _


class PictureForm(forms.Form):
    """A file of any name: what it is, its bytes say (orgs.pictures)."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
