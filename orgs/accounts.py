"""allauth behind the tenant wall: who a visitor is proving to be, and whom a sign-up creates.

Before identity is proven the visitor is nobody to the database. A *claim* opens one person's own
sign-in rows, and nothing else, for the steps of log-in, reset and verification.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import connection

from jenifer.principal import acting_as, become
from orgs.models import User
from orgs.notifications.selectors import with_unread_count
from orgs.services.events import log_event
from orgs.services.organizations import found_organization


def user_by_email(address: str) -> str:
    return _ask("SELECT app.user_by_email(%s)", address)


def user_by_social(provider: str, uid: str) -> str:
    return _ask("SELECT app.user_by_social(%s, %s)", provider, uid)


def _ask(question: str, *parameters: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        row = cursor.fetchone()
    return str(row[0] or "")


def claim(user_id: Any) -> None:
    """Let this visitor's next steps see the sign-in rows of the person they say they are.

    Who is signed in proves nothing further: for them it ends with the request (is this address taken?).
    """
    identity = str(user_id or "")
    become(claim=identity)
    request = context.request
    if request is not None and identity and not request.user.is_authenticated:
        request.session["claim"] = identity


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
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def set_password(self, user: Any, password: str) -> None:
        with acting_as(user):  # allauth has proven who it is
            super().set_password(user, password)

    def login(self, request: Any, user: Any) -> None:
        become(user_id=str(user.pk), claim="")
        super().login(request, user)
        request.session.pop("claim", None)
        log_event("login", "user", user.pk)

    def logout(self, request: Any) -> None:
        super().logout(request)
        become(user_id="", claim="")


class SocialAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:
        claim(user_by_social(sociallogin.account.provider, sociallogin.account.uid))
        return super().populate_user(request, sociallogin, data)

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        is_allowed = super().can_authenticate_by_email(login, email)
        if is_allowed:
            claim(user_by_email(email))
        return is_allowed

    def save_user(self, request: Any, sociallogin: Any, form: Any = None) -> Any:
        user = sociallogin.user
        user.set_unusable_password()
        found_organization(user=user, name="")
        claim(user.pk)
        with acting_as(user):
            sociallogin.save(request)
        return user
