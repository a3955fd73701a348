"""Who is asked to come into the organization."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from orgs.formats import Formats
from orgs.forms.team import InviteForm
from orgs.models import Invitation, InvitationStatus, Role
from orgs.permissions import Permission, require
from orgs.plans import PlanLimitReached
from orgs.requests import PersonRequest
from orgs.selectors import invitations as invitations_of
from orgs.services.invitations import (
    InvitationRefused,
    Sent,
    invite_people,
    resend_invitation,
    revoke_invitation,
)

PER_PAGE = 30
CHANGEABLE = (InvitationStatus.PENDING, InvitationStatus.EXPIRED)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: PersonRequest) -> HttpResponse:
    """All of them with their states; a form for more."""
    require(request.user, Permission.TEAM_MANAGE)
    form = InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid() and invite(request, form):
        return redirect("settings-invitations")
    page = Paginator(invitations_of(request.user.org_id), PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    lines = [_line(each, request, formats) for each in page.object_list]
    return render(request, "orgs/invitations.html", {"form": form, "page": page, "lines": lines})


@login_required
@require_POST
def resend(request: PersonRequest, invitation_id: UUID) -> HttpResponse:
    require(request.user, Permission.TEAM_MANAGE)
    row = get_object_or_404(Invitation, pk=invitation_id)
    try:
        say_sent(request, resend_invitation(by=request.user, invitation=row))
    except (InvitationRefused, PlanLimitReached) as refusal:
        messages.error(request, str(refusal))
    return redirect("settings-invitations")


@login_required
@require_POST
def revoke(request: PersonRequest, invitation_id: UUID) -> HttpResponse:
    require(request.user, Permission.TEAM_MANAGE)
    row = get_object_or_404(Invitation, pk=invitation_id)
    try:
        revoke_invitation(by=request.user, invitation=row)
        messages.success(request, _("Revoked: the link to %(address)s leads nowhere now.") % {"address": row})
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("settings-invitations")


def invite(request: PersonRequest, form: InviteForm) -> bool:
    """Send what a valid form asks for; what cannot be sent stands in the form then."""
    try:
        sent = invite_people(
            by=request.user,
            addresses=form.cleaned_data["addresses"],
            role=Role(form.cleaned_data["role"]),
        )
    except (InvitationRefused, PlanLimitReached) as refusal:
        form.refuse(refusal)
        return False
    say_sent(request, sent)
    return True


def say_sent(request: HttpRequest, sent: Sent) -> None:
    if sent.unsent:
        addresses = ", ".join(map(str, sent.unsent))
        text = _("The mail server did not take the mail to %(addresses)s. Send it again in a while.")
        messages.error(request, text % {"addresses": addresses})
    elif len(sent.invitations) == 1:
        messages.success(
            request, _("Invited: %(address)s has seven days.") % {"address": sent.invitations[0]}
        )
    else:
        count = len(sent.invitations)
        messages.success(
            request, ngettext("%(n)s person is invited.", "%(n)s people are invited.", count) % {"n": count}
        )


def _line(row: Invitation, request: PersonRequest, formats: Formats) -> dict[str, Any]:
    state = row.state(timezone.now())
    may_change = request.user.is_admin or row.role == Role.USER
    return {
        "id": row.pk,
        "email": row.email,
        "is_admin": row.role == Role.ADMIN,
        "state": state.value,
        "invited_by": str(row.invited_by),
        "when": formats.moment_in_sentence(
            (row.accepted_at if state == InvitationStatus.ACCEPTED else None) or row.expires_at
        ),
        "can_change": may_change and state in CHANGEABLE,
    }
