from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from executives.models import ExecutiveProfile
from scheduling.services.imports import check_size


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
        check_size(file.size)
        return file
