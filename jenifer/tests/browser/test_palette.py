"""The palette by keyboard alone, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from jenifer.tests.browser.desks import double_book, make_desk
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import Tenant

type DeskOf = Callable[..., Page]


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    desk = make_desk()
    double_book(desk)
    return desk


def test_a_meeting_is_reached_by_keyboard_alone(
    desk: Tenant, desk_of: DeskOf, look: Look, check_accessible: Callable[[Page], None]
) -> None:
    page = desk_of(desk.assistant, look)
    field = opened(page)
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="Today")).to_have_attribute("aria-selected", "true")
    check_accessible(page)

    page.keyboard.type("board prep")
    expect(page.get_by_role("option")).to_have_count(2)  # the meeting, and the insight about it
    check_accessible(page)
    page.keyboard.type("zzz")
    expect(page.locator("dialog .nothing")).to_have_text("Nothing is called “board prepzzz”.")
    expect(page.get_by_role("status").filter(has_text="Nothing found")).to_have_count(1)
    check_accessible(page)
    press(page, *["Backspace"] * 3)
    expect(page.get_by_role("option")).to_have_count(2)

    press(page, "ArrowDown", "ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(page.get_by_role("status").filter(has_text="2 results")).to_have_count(1)
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Board preparation", level=1)).to_be_visible()

    opened(page)
    expect(page.get_by_role("option").first).to_contain_text("Board preparation")


def test_a_day_and_an_executive_are_a_few_letters_away(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    opened(page)
    page.keyboard.type("2026-12-24")
    expect(page.get_by_role("option")).to_have_count(1)
    press(page, "Enter")
    page.wait_for_url("**/?day=2026-12-24")

    opened(page)
    page.keyboard.type("ferreira")
    expect(page.get_by_role("option").first).to_contain_text("Ana Ferreira")
    press(page, "Enter")
    page.wait_for_url(f"**/?executive={desk.executive.pk}")


def test_an_action_is_done_on_the_page(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    opened(page)
    page.keyboard.type("dark")
    expect(page.get_by_role("option")).to_have_count(1)
    press(page, "Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("dialog", name="Search")).to_be_hidden()

    opened(page)
    page.keyboard.type("keyb")
    press(page, "Enter")  # before the answer is there: it is what was typed that counts
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    press(page, "Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    page.keyboard.type("sign o")
    press(page, "Enter")
    page.wait_for_url("**/accounts/login/")


def test_escape_closes_and_nothing_found_is_said(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    opened(page)
    page.keyboard.type("<b>zzz")
    expect(page.get_by_text("Nothing is called “<b>zzz”.")).to_be_visible()
    press(page, "Enter", "Escape")
    expect(page.get_by_role("dialog", name="Search")).to_be_hidden()
    assert page.url.endswith("/")


def test_keys_of_the_page_rest_while_one_types(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.admin)
    page.goto("/executives/new/")
    field = page.locator("[name=full_name]")
    field.click()
    page.keyboard.type("g i ? n")
    expect(field).to_have_value("g i ? n")
    press(page, "Control+k")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()


def test_every_listed_key_does_something(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.admin)
    listed = page.locator("#shortcuts [data-keys]:not([data-action])").evaluate_all(
        "lines => lines.map((line) => line.dataset.keys)"
    )
    found = set()
    for address in ("/", "/executives/"):
        page.goto(address)
        for element in page.locator("[data-shortcut]").all():
            found.add(element.get_attribute("data-shortcut"))
    assert set(listed) == found


def test_search_is_a_page_without_script(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look, script=False)
    page.get_by_role("link", name="Search").click()
    page.get_by_label("Search for").fill("board")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("button", name="Dark appearance")).to_have_count(0)
    page.get_by_role("link", name="Board preparation").first.click()
    expect(page.get_by_role("heading", name="Board preparation", level=1)).to_be_visible()


def opened(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    return page.get_by_role("combobox", name="Search, or go somewhere")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
