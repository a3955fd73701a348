"""Pictures are served to the organization's own people only, never from a public folder."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from orgs.models import User
from orgs.pictures import SIZES
from orgs.requests import PersonRequest
from orgs.services.pictures import picture_name


@login_required
@require_safe
def person_picture(request: PersonRequest, user_id: UUID, version: str) -> HttpResponseBase:
    person = get_object_or_404(User, pk=user_id)
    return _picture(request, person.avatar_url, user_id, version)


@login_required
@require_safe
def organization_logo(request: PersonRequest, version: str) -> HttpResponseBase:
    return _picture(request, request.user.org.logo_url, request.user.org_id, version)


def _picture(request: PersonRequest, shown: str, owner_id: UUID, version: str) -> HttpResponseBase:
    """`?size=96` for the small one. Only the picture that is shown now; an earlier one is gone."""
    if request.path != shown:
        raise Http404
    size = SIZES[0] if request.GET.get("size") == str(SIZES[0]) else SIZES[-1]
    etag = f'"{version}-{size}"'
    return get_conditional_response(request, etag=etag) or _content(
        picture_name(owner_id, version, size), etag
    )


def _content(name: str, etag: str) -> HttpResponse:
    try:
        with default_storage.open(name) as file:
            return HttpResponse(file.read(), content_type="image/webp", headers={"ETag": etag})
    except FileNotFoundError:
        raise Http404 from None
