"""What the palette finds beside the rows of the apps: pages, settings, executives, days, and things to do."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from executives.permissions import Area
from executives.search import Found, Search, Source
from jenifer.desk.context import PAGES
from jenifer.desk.days import read_day
from jenifer.desk.settings_pages import settings_pages
from jenifer.faces import initials
from jenifer.years import FIRST_YEAR, LAST_YEAR
from orgs.zones import city

THEME_ICONS = {"system": "monitor", "light": "sun", "dark": "moon"}


def find_days(search: Search) -> Iterable[Found]:
    formats = search.formats
    is_month_first = formats.date_format.startswith("MM")
    day = read_day(search.text, formats.today(), is_month_first=is_month_first) if search.text else None
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        url = f"{reverse('today')}?{urlencode({'day': day.isoformat()})}"
        label = _("Go to %(day)s") % {"day": formats.long_day(day)}
        yield Found(id=day.isoformat(), label=label, icon="calendar-days", url=url)


def find_pages(search: Search) -> Iterable[Found]:
    for page in PAGES:
        yield Found(id=page.name, label=_(page.label), icon=page.icon, url=reverse(page.name))


def find_executives(search: Search) -> Iterable[Found]:
    for executive in search.access.executives_for(Area.CALENDAR):
        yield Found(
            id=str(executive.pk),
            label=executive.full_name,
            icon="calendar",
            url=f"{reverse('today')}?executive={executive.pk}",
            note=executive.title or city(executive.timezone),
            hue=executive.hue,
            initials=initials(executive.full_name),
            words=executive.title,
        )


def find_settings(search: Search) -> Iterable[Found]:
    for group in settings_pages(search.request.user, ""):
        for item in group["items"]:
            yield Found(
                id=item["url"],
                label=item["label"],
                icon=item["icon"],
                url=item["url"],
                note=group["label"],
                words=f"{_('Settings')} {item['words']}",
            )


def find_actions(search: Search) -> Iterable[Found]:
    """What is a click elsewhere on the page is that click."""
    importing = _("Import a calendar")
    yield Found(id="import", label=importing, icon="upload", url=reverse("calendar-import"))
    if search.request.user.is_admin:
        adding = _("Add an executive")
        yield Found(id="add-executive", label=adding, icon="user-plus", url=reverse("executive-new"))
    themes = {"system": _("System appearance"), "light": _("Light appearance"), "dark": _("Dark appearance")}
    for theme, label in themes.items():
        press = f"[data-theme-form] [value={theme}]"
        words = _("theme mode")
        yield Found(id=f"theme-{theme}", label=label, icon=THEME_ICONS[theme], press=press, words=words)
    keys = _("Keyboard shortcuts")
    yield Found(
        id="shortcuts", label=keys, icon="keyboard", press="[data-shortcut='?']", words=_("help keys")
    )
    yield Found(
        id="sign-out",
        label=_("Sign out"),
        icon="log-out",
        url=reverse("account_logout"),
        press="[data-sign-out]",
        words=_("log out leave"),
    )


SOURCES = (
    Source("day", gettext_lazy("Days"), find_days, rank=0),
    Source("page", gettext_lazy("Pages"), find_pages, is_narrowed=True, rank=10),
    Source("executive", gettext_lazy("Executives"), find_executives, is_narrowed=True, rank=20),
    Source("action", gettext_lazy("Actions"), find_actions, is_narrowed=True, rank=30),
    Source("settings", gettext_lazy("Settings"), find_settings, is_narrowed=True, rank=60),
)
