"""Telling colleagues what has come to them from someone who went."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.belongings import Owned
from orgs.models import NotificationCategory, User
from orgs.notifications.notify import notify

MOST_NAMES = 5


def tell_takers(*, by: User, giver: User, taken: Iterable[tuple[User, Owned]]) -> None:
    """One notification for each taker, with all that came to them; whoever handed it over knows already."""
    shares: dict[User, list[Owned]] = {}
    for taker, owned in taken:
        shares.setdefault(taker, []).append(owned)
    shares.pop(by, None)
    for taker, share in shares.items():
        notify(
            to=[taker],
            category=NotificationCategory.DELEGATION,
            title=_("You take over from %(name)s") % {"name": giver},
            body="\n".join(_line(owned) for owned in share),
            url=reverse("today"),
            label=_("See your day"),
        )


def _line(owned: Owned) -> str:
    names, more = owned.names[:MOST_NAMES], len(owned.names) - MOST_NAMES
    listed = ", ".join(names)
    if more > 0:
        listed = _("%(names)s and %(total)s more") % {"names": listed, "total": more}
    return f"{_(owned.belonging.label)}: {listed}"
