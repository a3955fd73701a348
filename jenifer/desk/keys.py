from django.utils.translation import gettext_lazy

from jenifer.desk.context import PAGES
from jenifer.shortcuts import Shortcut, register_shortcuts


def register_keys() -> None:
    """The keys of the composed pages, and those that lead from page to page."""
    pages = [Shortcut(page.shortcut, gettext_lazy(page.label)) for page in PAGES if page.shortcut]
    pages.append(Shortcut("g n", gettext_lazy("Notifications")))
    register_shortcuts("go", gettext_lazy("Go to"), pages)
    register_shortcuts(
        "today",
        gettext_lazy("Today"),
        [
            Shortcut("[", gettext_lazy("The day before")),
            Shortcut("]", gettext_lazy("The day after")),
        ],
    )
    register_shortcuts(
        "insights",
        gettext_lazy("Insights"),
        [
            Shortcut("j", gettext_lazy("Next"), "next-insight"),
            Shortcut("k", gettext_lazy("Previous"), "previous-insight"),
            Shortcut("a", gettext_lazy("Accept"), "accept-insight"),
            Shortcut("s", gettext_lazy("Snooze"), "snooze-insight"),
            Shortcut("x", gettext_lazy("Dismiss"), "dismiss-insight"),
        ],
    )
    register_shortcuts(
        "invitations",
        gettext_lazy("Invitations"),
        [
            Shortcut("y", gettext_lazy("Accept"), "accept-invitation"),
            Shortcut("m", gettext_lazy("Accept tentatively"), "maybe-invitation"),
            Shortcut("n", gettext_lazy("Decline"), "decline-invitation"),
            Shortcut("p", gettext_lazy("Propose another time"), "propose-invitation"),
        ],
    )
    register_shortcuts("lists", gettext_lazy("Lists"), [Shortcut("n", gettext_lazy("Add a new one"))])
