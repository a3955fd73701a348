from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from orgs.formats import Formats
from orgs.forms.tokens import TokenForm
from orgs.models import ApiToken
from orgs.requests import PersonRequest
from orgs.services.tokens import TooManyTokens, is_expired, issue_token, revoke_token

PER_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    """One's own tokens. The answer to the form shows the new key, this once."""
    form = TokenForm(request.POST or None, is_admin=request.user.is_admin)
    key = _issued(request, form) if request.method == "POST" and form.is_valid() else ""
    if key:
        form = TokenForm(is_admin=request.user.is_admin)
    rows = ApiToken.objects.filter(user=request.user).order_by("-created_at", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(each, Formats.of(request.user)) for each in page.object_list]
    context = {"form": form, "new_key": key, "page": page, "lines": lines, "query": ""}
    return render(request, "orgs/tokens.html", context)


@login_required
@require_POST
def revoke(request: PersonRequest, token_id: UUID) -> HttpResponse:
    token = revoke_token(by=request.user, token_id=token_id)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("settings-tokens")


@reauthentication_required
def _issued(request: PersonRequest, form: TokenForm) -> str:
    """The key of the new token; '' when there are too many, which the form then says.

    A token outlives the session, so whoever sits at somebody's open browser is asked for the password first.
    """
    asked = form.cleaned_data
    days = asked["days"]
    try:
        _token, key = issue_token(
            by=request.user,
            name=asked["name"],
            scopes=form.scopes(),
            lifetime=timedelta(days=days) if days else None,
        )
    except TooManyTokens as refusal:
        form.add_error(None, str(refusal))
        return ""
    return key


def _line(token: ApiToken, formats: Formats) -> dict[str, Any]:
    now = timezone.now()
    is_over = token.revoked_at is not None or is_expired(token, now)
    return {
        "id": token.pk,
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "created": formats.date(formats.local(token.created_at).date()),
        "expires": formats.date(formats.local(token.expires_at).date()) if token.expires_at else "",
        "used": formats.moment_in_sentence(token.last_used_at) if token.last_used_at else "",
        "is_revoked": token.revoked_at is not None,
        "is_over": is_over,
    }
