from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orgs.outbox import Mail, mails_in


def is_here() -> bool:
    return settings.EMBEDDED and settings.SMTP is None


def outbox_link(request: HttpRequest) -> dict[str, Any]:
    """`outbox_url` for the pages that ask for a code, where mail lands in the outbox."""
    return {"outbox_url": reverse("outbox")} if is_here() else {}


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Open to whoever is signed out too: a code to sign in with lands here. Not there with a mail server."""
    if not is_here():
        raise Http404
    mails = mails_in(settings.OUTBOX_DIR)
    chosen = request.GET.get("mail") or (mails[0].id if mails else "")
    mail = next((each for each in mails if each.id == chosen), None)
    context = {
        "mails": [{**_line(each), "is_current": each is mail} for each in mails],
        "mail": mail and {**_line(mail), "sender": mail.sender, "text": mail.text},
    }
    return render(request, "orgs/outbox.html", context)


def _line(mail: Mail) -> dict[str, Any]:
    return {
        "id": mail.id,
        "subject": mail.subject,
        "to": mail.to,
        "sent_at": date_format(localtime(mail.sent_at), "D j M, H:i e") if mail.sent_at else "",
        "url": f"{reverse('outbox')}?mail={mail.id}",
    }
