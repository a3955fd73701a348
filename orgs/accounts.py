"""allauth behind the tenant wall: who a visitor is proving to be, and whom a sign-up creates.

Before identity is proven the visitor is nobody to the database. A *claim* opens one person's own
sign-in rows, and nothing else, for the steps of log-in, reset and verification.
"""

from copy import copy
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.signals import email_confirmed, password_changed, password_reset
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib import messages
from django.db.models.expressions import DatabaseDefault
from django.dispatch import receiver
from django.http import Http404
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from jenifer.principal import acting_as, become
from orgs.models import User
from orgs.notifications.selectors import with_unread_count
from orgs.notifications.subscriptions import forget_endpoint
from orgs.people import user_by_email, user_by_social
from orgs.security_news import mail_news
from orgs.services.events import log_event
from orgs.services.joining import InvitationOver, Offer, find_offer, join_organization
from orgs.services.organizations import found_organization
from orgs.services.proofs import forget_ways_in
from orgs.services.sessions import stop_other_pushes
from orgs.services.staff_entries import leave_organization
from orgs.services.team_news import tell_of_joining

# Set while the code is typed where the sign-up was made, or where who is signed in adds an address.
PROVEN_HERE = "jenifer.proven_here"


def claim(user_id: Any) -> None:
    """Let this visitor's next steps see the sign-in rows of the person they say they are.

    Who is signed in proves nothing further: for them it ends with the request (is this address taken?).
    """
    identity = str(user_id or "")
    become(claim=identity)
    request = context.request
    if request is not None and identity and not request.user.is_authenticated:
        request.session["claim"] = identity


@receiver(email_confirmed, dispatch_uid="address-proven-elsewhere")
def take_possession(request: Any, email_address: Any, **kwargs: Any) -> None:
    """By a code to sign in or to reset a password: who asked for it need not be who signed up."""
    if PROVEN_HERE not in request.META:
        forget_ways_in(user=email_address.user)


@receiver([password_changed, password_reset], dispatch_uid="others-signed-out")
def hush_others(request: Any, user: Any, **kwargs: Any) -> None:
    with acting_as(user):
        stop_other_pushes(by=user, session=request.session)


class Backend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """Who a session belongs to, with their organization and what they have not read: every page needs all."""
        try:
            user = with_unread_count(User.objects.select_related("org")).get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        claim(user_by_email(email))  # sign-up, password reset, adding an address
        return super().clean_email(email).lower()

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        if email := credentials.get("email"):
            claim(user_by_email(email))
        super().pre_authenticate(request, **credentials)

    def get_login_redirect_url(self, request: Any) -> str:
        """The page that the person begins with."""
        return reverse(request.user.dashboard["default_view"])

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        super().save_user(request, user, form, commit=False)
        user.full_name = form.cleaned_data.get("full_name", "")
        user.timezone = form.cleaned_data.get("timezone") or user.timezone
        if commit:
            found_organization(user=user, name=form.cleaned_data.get("organization", ""))
            claim(user.pk)
        return user

    def confirm_email(self, request: Any, email_address: Any) -> bool:
        if request.user.is_authenticated:
            claim(user_by_email(email_address.email))  # whoever has it already stands in the way
        request.META[PROVEN_HERE] = True
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed and request.user.is_authenticated:
            details = {"email": email_address.email}
            self.send_notification_mail("account/email/email_added", request.user, details)
        return confirmed

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Whoever is at work adds a second address: back to the list that it is in now."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        found: str = super().get_email_verification_redirect_url(email_address)
        return found

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links in mail begin with our own address, not with what the request says ours is."""
        super().send_mail(template_prefix, email, context | {"public_url": settings.PUBLIC_URL})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        mail_news(what=template_prefix, person=user, to=email or user.email, details=context or {})

    def set_password(self, user: Any, password: str) -> None:
        with acting_as(user):  # allauth has proven who it is
            super().set_password(user, password)

    def login(self, request: Any, user: Any) -> None:
        become(user_id=str(user.pk), claim="")
        super().login(request, user)
        request.session.pop("claim", None)
        log_event("login", "user", user.pk)

    def logout(self, request: Any) -> None:
        if request.user.is_authenticated and request.user.is_staff:
            leave_organization(by=request.user)
        if endpoint := request.POST.get("push_endpoint"):  # static/js/sign_out.js
            forget_endpoint(by=request.user, endpoint=endpoint)
        super().logout(request)
        become(user_id="", claim="", entry_id="")


class SocialAdapter(DefaultSocialAccountAdapter):
    def get_app(self, request: Any, provider: Any, client_id: Any = None) -> Any:
        """A provider without keys is not there."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            raise Http404 from None

    def serialize_instance(self, instance: Any) -> Any:
        """Kept while the password is asked for; what the database is to fill in has no value yet."""
        known = copy(instance)
        for name, value in vars(instance).items():
            if isinstance(value, DatabaseDefault):
                delattr(known, name)
        return super().serialize_instance(known)

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:
        user = super().populate_user(request, sociallogin, data)
        account = sociallogin.account
        # After super(), which claims the address: whoever has it stands in the way of somebody new.
        if known := user_by_social(account.provider, account.uid):
            claim(known)
        parts = (data.get("first_name"), data.get("last_name"))
        user.full_name = (data.get("name") or " ".join(filter(None, parts)))[:255]
        return user

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        is_allowed = super().can_authenticate_by_email(login, email)
        if is_allowed:
            claim(user_by_email(email))
        return is_allowed

    def save_user(self, request: Any, sociallogin: Any, form: Any = None) -> Any:
        user = sociallogin.user
        user.set_unusable_password()
        if offer := _offer_in(sociallogin.state.get("next") or ""):
            _join(request, sociallogin, offer)
        else:
            found_organization(user=user, name="")
        claim(user.pk)
        with acting_as(user):
            sociallogin.save(request)
        return user


def _offer_in(address: str) -> Offer | None:
    """The invitation from whose page someone went to sign in elsewhere."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    return find_offer(match.kwargs["token"]) if match.url_name == "invitation" else None


def _join(request: Any, sociallogin: Any, offer: Offer) -> None:
    """Only with the invited address, and only where the provider has proven it."""
    proven = {each.email.lower() for each in sociallogin.email_addresses if each.verified}
    try:
        if offer.email not in proven:
            raise InvitationOver
        join_organization(user=sociallogin.user, offer=offer)
        with acting_as(sociallogin.user):
            tell_of_joining(sociallogin.user)
    except InvitationOver:
        text = _("The invitation is for %(address)s. Sign in with that address, or choose a password here.")
        messages.error(request, text % {"address": offer.email})
        raise ImmediateHttpResponse(redirect(sociallogin.state["next"])) from None
