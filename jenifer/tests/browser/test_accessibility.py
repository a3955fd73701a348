"""axe on every page, in light and dark, wide and narrow."""

from collections.abc import Callable
from itertools import batched

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from jenifer.tests.browser.desks import double_book, make_desk
from jenifer.tests.browser.screens import Look, Watch

SIGNED_OUT = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/login/code/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/cancelled/",
    "/outbox/",
]
SIGNED_IN = [
    "/",
    "/insights/",
    "/insights/?status=answered",
    "/executives/",
    "/executives/new/",
    "/calendar/import/",
    "/palette/?q=a",
    "/settings/team/",
    "/settings/team/?q=nobody",
    "/settings/team/invitations/",
    "/settings/profile/",
    "/settings/organization/",
    "/settings/ai/",
    "/settings/tokens/",
    "/settings/calendars/",
    "/problems/",
    "/notifications/",
    "/settings/notifications/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
    "/settings/plan/",
    "/settings/audit/",
    "/settings/audit/?happening=update",
    "/settings/tokens/",
    "/problems/",
]
# Swagger UI heads the documentation with h1 and its parts with h3, and draws a main element into ours.
OF_SWAGGER = ("heading-order", "landmark-main-is-top-level", "landmark-no-duplicate-main", "landmark-unique")


def test_signed_out_pages(
    open_browser: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    page = open_browser(look)
    for address in SIGNED_OUT:
        page.goto(address)
        check_accessible(page)


def test_code_entry(
    transactional_db: None,
    open_browser: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    page = open_browser(look)
    page.goto("/accounts/login/code/")
    page.get_by_label("Email").fill(make_desk().admin.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/code/confirm/")
    check_accessible(page)


@pytest.mark.parametrize("addresses", list(batched(SIGNED_IN, 8, strict=False)), ids=lambda each: each[0])
def test_signed_in_pages(
    transactional_db: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
    addresses: tuple[str, ...],
) -> None:
    desk = make_desk()
    double_book(desk)
    page = desk_of(desk.admin, look)
    for address in addresses:
        page.goto(address)
        check_accessible(page)


def test_pages_of_one_row(
    transactional_db: None, desk_of: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    desk = make_desk()
    double_book(desk)
    page = desk_of(desk.admin, look)
    for address in (f"/executives/{desk.executive.pk}/", f"/executives/{desk.executive.pk}/feeds/"):
        page.goto(address)
        check_accessible(page)
    page.goto("/")
    page.locator(".event > a", has_text="Board preparation").click()
    expect(page.get_by_role("heading", name="Board preparation", level=1)).to_be_visible()
    check_accessible(page)


def test_documentation_of_the_api(
    transactional_db: None, desk_of: Callable[..., Page], check_accessible: Callable[..., None], look: Look
) -> None:
    page = desk_of(make_desk().admin, look)
    page.goto("/api/v1/docs/")
    expect(page.locator(".opblock-tag").first).to_be_visible(timeout=30_000)  # a large script, read anew
    check_accessible(page, besides=OF_SWAGGER)


def test_palette_and_shortcuts(
    transactional_db: None, desk_of: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    desk = make_desk()
    double_book(desk)
    page = desk_of(desk.admin, look)
    page.keyboard.press("Control+k")
    page.keyboard.type("board")
    expect(page.get_by_role("option", name="Board preparation").first).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
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


def test_closed_invitation(
    transactional_db: None,
    open_browser: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
    watch: Watch,
) -> None:
    watch.expected.append("404:")
    page = open_browser(look)
    page.goto("/invitations/nothing/")
    expect(page.get_by_role("heading", name="This link leads nowhere")).to_be_visible()
    check_accessible(page)


def test_refusal(
    transactional_db: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
    watch: Watch,
) -> None:
    watch.expected.append("403:")
    page = desk_of(make_desk().assistant, look)
    page.goto("/executives/new/")
    check_accessible(page)


@pytest.mark.parametrize("template", ["400.html", "429.html", "500.html", "503.html"])
def test_pages_of_a_bad_hour(
    open_browser: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
    template: str,
) -> None:
    """Drawn without a request, as Django draws them; the address is answered in the server's stead."""
    page = open_browser(look)
    page.route(
        "**/in-a-bad-hour/",
        lambda route: route.fulfill(body=render_to_string(template), content_type="text/html"),
    )
    page.goto("/in-a-bad-hour/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessible(page)
