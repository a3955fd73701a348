from typing import Any, cast

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from executives.models import ExecutiveProfile


class ImportForm(forms.Form):
    executive = forms.ModelChoiceField(
        ExecutiveProfile.objects.none(), label=gettext_lazy("Whose calendar"), empty_label=None
    )
    file = forms.FileField(label=gettext_lazy("Calendar file"))

    def __init__(self, *args: Any, executives: list[ExecutiveProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [executive.pk for executive in executives]
        choice = cast(forms.ModelChoiceField, self.fields["executive"])
        choice.queryset = ExecutiveProfile.objects.filter(pk__in=ids).order_by("full_name")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.CALENDAR_UPLOAD_LIMIT:
            values = {
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.CALENDAR_UPLOAD_LIMIT),
            }
            raise forms.ValidationError(_("The file is %(size)s; at most %(limit)s can be taken.") % values)
        return file
