"""Browsers signed out from afar: what they are pushed ends with their session."""

from collections.abc import Iterable

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore

from orgs.models import PushSubscription, User

PUSHED = "pushed_browser"  # in a session: the PushSubscription that was made in it


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        for session in sessions:
            stop_pushes(by=session.user, session=SessionStore(session.session_key))
            session.end()


def remember_pushed(session: SessionBase, browser: PushSubscription) -> None:
    session[PUSHED] = str(browser.pk)


def stop_pushes(*, by: User, session: SessionBase) -> None:
    """To the browser of this session of theirs."""
    if browser_id := session.get(PUSHED):
        PushSubscription.objects.filter(user=by, pk=browser_id).delete()


def stop_other_pushes(*, by: User, session: SessionBase) -> None:
    """To every browser but that of this session: where a password was changed, the others are signed out."""
    others = PushSubscription.objects.filter(user=by)
    if browser_id := session.get(PUSHED):
        others = others.exclude(pk=browser_id)
    others.delete()
