from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jenifer.principal import acting_as
from orgs.formats import Formats
from orgs.forms.notifications import NotificationForm
from orgs.models import Digest, PushSubscription, SendingState, User
from orgs.notifications.addresses import forget_bounce, is_bounced
from orgs.notifications.digest import stop_executive_agenda
from orgs.notifications.letters import Unsubscription, unsubscription
from orgs.notifications.lines import CATEGORY_LABELS, STATES
from orgs.notifications.preferences import set_notification_preferences, unsubscribe
from orgs.notifications.push_services import is_available, public_key
from orgs.notifications.subscriptions import unsubscribe_browser
from orgs.notifications.wishes import AGENDA
from orgs.requests import PersonRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: PersonRequest) -> HttpResponse:
    form = NotificationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        set_notification_preferences(by=request.user, changes=form.changes())
        messages.success(request, _("Saved."))
        return redirect("settings-notifications")
    formats = Formats.of(request.user)
    context: dict[str, Any] = {
        "form": form,
        "browsers": [
            {"id": each.pk, "label": each.label, "since": formats.moment(each.created_at)}
            for each in PushSubscription.objects.filter(user=request.user).order_by("created_at")
        ],
        "push_key": public_key() if is_available() else "",
        "bounced": request.user.email if is_bounced(request.user) else "",
        "last_agenda": _last_agenda(request.user, formats),
    }
    return render(request, "orgs/notification_settings.html", context)


def _last_agenda(user: User, formats: Formats) -> dict[str, str] | None:
    last = Digest.objects.filter(user=user, executive=None).order_by("-day").first()
    if last is None:
        return None
    word, tone = STATES[SendingState(last.state)]
    return {
        "day": formats.date(last.day),
        "state": str(word),
        "tone": tone,
        "why": _(last.error) if last.error else "",
    }


@login_required
@require_POST
def remove_browser(request: PersonRequest, browser_id: UUID) -> HttpResponse:
    if not unsubscribe_browser(by=request.user, browser_id=browser_id):
        raise Http404
    messages.success(request, _("This browser is told nothing more."))
    return redirect("settings-notifications")


@login_required
@require_POST
def address_works(request: PersonRequest) -> HttpResponse:
    forget_bounce(request.user)
    messages.success(request, _("Mail goes to %(email)s again.") % {"email": request.user.email})
    return redirect("settings-notifications")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, way_out: str) -> HttpResponse:
    """Needs no log-in, the token is the right; mail programs post to it by themselves (RFC 8058, 3.1)."""
    found = unsubscription(way_out)
    if found is None:
        raise Http404
    if request.method == "POST":
        _unsubscribe(found)
    labels = [str(CATEGORY_LABELS[each]) for each in CATEGORY_LABELS if each in found.what]
    labels += [_("The day’s agenda")] if AGENDA in found.what else []
    return render(request, "orgs/unsubscribe.html", {"labels": labels, "is_done": request.method == "POST"})


def _unsubscribe(found: Unsubscription) -> None:
    with acting_as(found.user):
        user = User.objects.filter(pk=found.user).select_related("org").first()
        if user is None:
            raise Http404  # a membership that is over gets no mail either
        if found.executive:
            stop_executive_agenda(user, UUID(found.executive))
        else:
            unsubscribe(user=user, what=found.what)


@require_safe
def worker_script(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker's reach is the folder that it comes from."""
    response = render(request, "orgs/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
