"""axe on every page, in light and dark, wide and narrow."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from jenifer.tests.browser.desks import double_book, make_desk
from jenifer.tests.browser.screens import Look, Watch

SIGNED_OUT = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/login/code/",
    "/outbox/",
]
SIGNED_IN = [
    "/",
    "/insights/",
    "/insights/?status=answered",
    "/executives/",
    "/executives/new/",
    "/calendar/import/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


def test_signed_out_pages(
    open_browser: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    page = open_browser(look)
    for address in SIGNED_OUT:
        page.goto(address)
        check_accessible(page)


def test_signed_in_pages(
    transactional_db: None, desk_of: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    desk = make_desk()
    double_book(desk)
    page = desk_of(desk.admin, look)
    for address in SIGNED_IN:
        page.goto(address)
        check_accessible(page)
    page.goto(f"/executives/{desk.executive.pk}/")
    check_accessible(page)
    page.goto("/")
    page.locator(".event > a", has_text="Board preparation").click()
    expect(page.get_by_role("heading", name="Board preparation", level=1)).to_be_visible()
    check_accessible(page)


def test_error_page(
    transactional_db: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
    watch: Watch,
) -> None:
    watch.expected.append("404:")
    page = desk_of(make_desk().assistant, look)
    page.goto("/nothing/here/")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    check_accessible(page)
