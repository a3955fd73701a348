"""What has changed since one left is seen; or is not, after all."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jenifer.desk.views import morning_again
from orgs.requests import PersonRequest
from orgs.toasts import answer
from scheduling.services.news_marks import mark_seen, mark_unseen


@login_required
@require_POST
def news_seen(request: PersonRequest) -> HttpResponse:
    """`until` is the last change that was on the page; do=undo makes what came after `?since=` news again."""
    now = timezone.now()
    if request.POST.get("do") == "undo":
        mark_unseen(by=request.user, since=_moment(request.GET.get("since", "")), now=now)
        return _said(request, _("Undone."), "")
    since = mark_seen(by=request.user, until=_moment(request.POST.get("until", "")), now=now)
    return _said(request, _("Marked as seen."), f"?{urlencode({'since': since.isoformat()})}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(request: PersonRequest, text: str, undo: str) -> HttpResponse:
    undo_url = reverse("news-seen") + undo if undo else ""
    drawn = morning_again(request) if request.htmx else ""
    return answer(request, text, back=reverse("today"), undo_url=undo_url, drawn=drawn, level="success")
