"""Where the link of an invitation leads."""

from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import complete_signup
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from orgs.accounts import claim
from orgs.forms.joining import JoinForm
from orgs.models import InvitationStatus
from orgs.services.joining import InvitationOver, Offer, accept_invitation, find_offer, has_account

UNKNOWN, GONE = 404, 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One page for each way it can stand with the invitation; only an open one takes anything."""
    offer = find_offer(token)
    if offer is None:
        return _say(request, "unknown", None, UNKNOWN)
    if request.user.is_authenticated:
        return _signed_in(request, offer)
    if not offer.is_open:
        return _say(request, offer.state.value, offer, GONE)
    if has_account(offer):
        return _say(request, "account", offer, GONE)
    return _join(request, offer)


def _signed_in(request: Any, offer: Offer) -> HttpResponse:
    if request.user.email == offer.email and offer.state == InvitationStatus.ACCEPTED:
        return redirect("welcome")
    return _say(request, "signed-in", offer, 200)


def _join(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = JoinForm(request.POST or None, email=offer.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(
                offer=offer,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password1"],
                timezone=form.cleaned_data["timezone"],
            )
        except InvitationOver:  # by a hair: another window, or it was revoked while the form was filled in
            return redirect(request.path)
        claim(user.pk)
        response = complete_signup(request, user, settings.ACCOUNT_EMAIL_VERIFICATION, None)
        reauthenticate_by_password(
            request
        )  # chosen a moment ago: a passkey can be added without giving it again
        return response
    return render(request, "orgs/invitation.html", {"offer": offer, "form": form})


def _say(request: HttpRequest, what: str, offer: Offer | None, status: int) -> HttpResponse:
    return render(request, "orgs/invitation_closed.html", {"what": what, "offer": offer}, status=status)
