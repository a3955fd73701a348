"""allauth's forms: those that find a person without the adapter's help are given their claim, some our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import RequestLoginCodeForm as BaseRequestLoginCodeForm
from allauth.account.forms import ResetPasswordKeyForm as BaseResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as BaseSetPasswordForm
from allauth.account.forms import UserTokenForm as BaseUserTokenForm
from allauth.account.utils import url_str_to_user_pk
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm as BaseAddWebAuthnForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm as BaseLoginWebAuthnForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from orgs.accounts import claim
from orgs.people import user_by_email


class UserTokenForm(BaseUserTokenForm):
    """Password reset by link."""

    def _get_user(self, uidb36: str) -> Any:
        claim(url_str_to_user_pk(uidb36))
        return super()._get_user(uidb36)


class RequestLoginCodeForm(BaseRequestLoginCodeForm):
    """The one form that skips the adapter's clean_email."""

    def clean_email(self) -> Any:
        claim(user_by_email(self.cleaned_data["email"]))
        return super().clean_email()


class LoginWebAuthnForm(BaseLoginWebAuthnForm):
    """The passkey names its owner; its signature is checked after."""

    def clean_credential(self) -> Any:
        try:
            handle = self.cleaned_data["credential"]["response"]["userHandle"]
            claim(url_str_to_user_pk(websafe_decode(handle).decode()))
        except (KeyError, TypeError, ValueError, ValidationError):
            raise get_adapter().validation_error("incorrect_code") from None
        return super().clean_credential()


class _CodeOnce:
    """A code opens once (RFC 6238 §5.2). allauth forgets after one period what it takes for three."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # the form's
        key = f"second-factor:{self.user.pk}:{normalize_user_code(code)}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(key, "used", _code_lasts()):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _code_lasts() -> int:
    """Seconds from the first moment at which a code is taken to the last."""
    return mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)


class AuthenticateForm(_CodeOnce, BaseAuthenticateForm):
    """The second step of a log-in."""


class ReauthenticateForm(_CodeOnce, BaseReauthenticateForm):
    """Who is signed in shows once more who they are."""


class AddWebAuthnForm(BaseAddWebAuthnForm):
    """A passkey, unless one chooses otherwise: whoever adds one means to sign in by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["passwordless"]
        field.initial = True
        field.label = _("Passwordless: it signs me in by itself")
        field.help_text = _(
            "It then asks for your fingerprint, face or PIN. Without this, it only confirms a password."
        )


class _PlainLabels:
    """In the house's words; placeholders would only repeat them."""

    labels: dict[str, Any] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(_PlainLabels, BaseLoginForm):
    labels = {"remember": _("Stay signed in")}


class ChangePasswordForm(_PlainLabels, BaseChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }


class SetPasswordForm(_PlainLabels, BaseSetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("Password again")}


class ResetPasswordKeyForm(_PlainLabels, BaseResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}
