from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from executives.attachment_list import attachment_list
from executives.models import Attachment
from executives.requests import access_of
from executives.services.attachments import (
    add_attachment,
    readable_attachment,
    remove_attachment,
    restore_attachment,
)
from jenifer.files.kinds import INLINE, FileRefused
from orgs.models import EntityType
from orgs.requests import PersonApiRequest, PersonRequest
from orgs.toasts import answer, came_from

# Even what a browser would run of a file shown by itself runs nowhere near a session.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class TargetForm(forms.Form):
    entity_type = forms.ChoiceField(choices=EntityType.choices)
    entity_id = forms.UUIDField()


@login_required
@require_POST
def add(request: PersonRequest) -> HttpResponse:
    """One file or several for one row; each is taken or refused by itself."""
    form = TargetForm(request.POST)
    if not form.is_valid():
        raise Http404
    entity_type, entity_id = form.cleaned_data["entity_type"], form.cleaned_data["entity_id"]
    refusals, taken = [], []
    for file in request.FILES.getlist("file"):
        try:
            taken.append(_taken(request, entity_type, entity_id, file))
        except FileRefused as error:
            refusals.append(f"{file.name}: {' '.join(error.messages)}")
    return _answer_added(request, entity_type, entity_id, taken, refusals)


@login_required
@require_safe
def attachment(request: PersonRequest, attachment_id: UUID) -> HttpResponseBase:
    """The file as a download; with ?show=1 a picture or a PDF opens in the browser."""
    row = readable_attachment(access_of(request), attachment_id)
    return file_response(request, row, is_shown="show" in request.GET and row.content_type in INLINE)


def file_response(
    request: PersonRequest | PersonApiRequest, row: Attachment, *, is_shown: bool = False
) -> HttpResponseBase:
    """The file, for page and API alike."""
    etag = f'"{row.sha256}"'
    plain: Any = request
    # Headers of a 304 replace those that the browser keeps: they are the same.
    response = get_conditional_response(plain, etag=etag) or FileResponse(
        default_storage.open(row.stored_as),
        content_type=row.content_type,
        as_attachment=not is_shown,
        filename=row.file_name,
    )
    response["ETag"] = etag
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def remove(request: PersonRequest, attachment_id: UUID) -> HttpResponse:
    row = remove_attachment(by=request.user, attachment_id=attachment_id)
    text = _("“%(name)s” is removed.") % {"name": row.file_name}
    return _answer(request, row, text, undo_url=reverse("attachment-restore", args=[row.pk]))


@login_required
@require_POST
def restore(request: PersonRequest, attachment_id: UUID) -> HttpResponse:
    row = restore_attachment(by=request.user, attachment_id=attachment_id)
    return _answer(request, row, _("“%(name)s” is back.") % {"name": row.file_name})


def _taken(request: PersonRequest, entity_type: str, entity_id: UUID, file: Any) -> Attachment:
    return add_attachment(
        by=request.user,
        entity_type=entity_type,
        entity_id=entity_id,
        name=file.name or "",
        content=cast(BinaryIO, file.file),
    )


def _answer_added(
    request: PersonRequest, entity_type: str, entity_id: UUID, taken: list[Attachment], refusals: list[str]
) -> HttpResponse:
    drawn = _drawn(request, entity_type, entity_id, refusals)
    back = came_from(request, reverse("today"))
    if refusals and request.htmx:
        return HttpResponse(drawn, status=422)
    if refusals or not taken:
        text = " ".join(refusals) or _("Choose a file first.")
        return answer(request, text, back=back, drawn=drawn, level="warning")
    text = _("“%(name)s” is attached.") % {"name": taken[0].file_name}
    if len(taken) > 1:
        text = _("%(count)s files are attached.") % {"count": len(taken)}
    return answer(request, text, back=back, drawn=drawn)


def _answer(request: PersonRequest, row: Attachment, text: str, undo_url: str = "") -> HttpResponse:
    drawn = _drawn(request, row.entity_type, row.entity_id)
    back = came_from(request, reverse("today"))
    return answer(request, text, back=back, undo_url=undo_url, drawn=drawn)


def _drawn(
    request: PersonRequest, entity_type: str, entity_id: UUID, refusals: list[str] | None = None
) -> str:
    """The list anew, for htmx alone: a plain page is loaded anew."""
    if not request.htmx:
        return ""
    shown = attachment_list(request, entity_type, entity_id, refusals)
    return render_to_string("components/attachments.html#changed", {"attachments": shown}, request)
