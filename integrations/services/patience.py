"""How long, and how often at once, a person may have us wait for a server elsewhere."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from integrations.sync.remote import RemoteError
from jenifer.health import OUTAGES
from jenifer.outbound import Limits
from orgs.models import User

logger = logging.getLogger(__name__)
PATIENCE = Limits(
    connect_seconds=5, silent_seconds=10, whole_seconds=20, most_bytes=5_000_000, altogether_seconds=40
)
BUSY = _("Another account of yours is being connected just now. Try again in a moment.")


class Busy(RemoteError):
    """This person has us ask a server already."""


@contextmanager
def asking(by: User) -> Iterator[None]:
    """One at a time, for each holds a thread. Raises Busy."""
    if not _is_first(by):
        raise Busy(str(BUSY))
    try:
        yield
    finally:
        _done(by)


def _is_first(by: User) -> bool:
    try:
        return cache.add(_key(by), "", PATIENCE.altogether_seconds + 20)
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: who asks servers elsewhere is not counted")
        return True


def _done(by: User) -> None:
    try:
        cache.delete(_key(by))
    except OUTAGES["valkey"]:
        logger.warning("Valkey is away: it ends by itself that a server is asked")


def _key(by: User) -> str:
    return f"calendar-asking:{by.pk}"
