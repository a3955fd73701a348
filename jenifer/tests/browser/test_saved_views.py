"""A view of the insights: saved, shared, renamed, deleted, asked back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from jenifer.tests.browser.desks import double_book, make_desk
from jenifer.tests.browser.screens import Look

type DeskOf = Callable[..., Page]


def test_view_is_saved_shared_and_deleted(
    transactional_db: None, desk_of: DeskOf, look: Look, check_accessible: Callable[[Page], None]
) -> None:
    desk = make_desk()
    double_book(desk)
    page = desk_of(desk.assistant, look)
    page.goto("/insights/")
    expect(page.get_by_text("Save this view")).to_have_count(0)
    page.get_by_label("Kind").select_option("Overlap")
    page.get_by_role("button", name="Filter").click()
    page.get_by_text("Save this view").click()
    check_accessible(page)
    page.get_by_label("Name of the view").fill("Clashes")
    page.get_by_label("Share with the organization").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Clashes” is saved.")).to_be_visible()
    tabs = page.get_by_role("navigation", name="Saved views")
    expect(tabs.locator("[aria-current]")).to_contain_text("Clashes")

    colleague = desk_of(desk.admin, look)
    colleague.goto("/insights/")
    colleague.get_by_role("link", name="Clashes").click()
    colleague.wait_for_url("**/insights/?kind=overlap")
    expect(colleague.locator(".insight")).to_have_count(1)

    page.get_by_text("Edit view").click()
    page.get_by_label("Name of the view").fill("Double bookings")
    check_accessible(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(tabs).to_contain_text("Double bookings")
    page.get_by_text("Edit view").click()
    page.get_by_role("button", name="Delete the view").click()
    expect(tabs).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(tabs).to_contain_text("Double bookings")
    expect(page.get_by_text("The view “Double bookings” is back.")).to_be_visible()
