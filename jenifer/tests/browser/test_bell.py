"""The bell through the real server command: news within two seconds, in every browser and tab of a person."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from jenifer.tests.browser.pages import let_in
from jenifer.tests.browser.screens import Watch
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from jenifer.tests.served import served
from orgs.models import User
from orgs.tests.telling import tell

AT_ONCE = 2_000  # milliseconds
TABS = 8


@pytest.fixture
def server(transactional_db: None) -> Iterator[str]:
    with served() as (port, _pid):
        yield f"http://localhost:{port}"


@pytest.fixture
def tenant(transactional_db: None) -> Tenant:
    return make_tenant()


@pytest.fixture
def browser_of(browser: Browser, server: str, watch: Watch) -> Iterator[Callable[[User], BrowserContext]]:
    """A browser of its own in which this person is signed in."""
    contexts = []

    def open_(person: User) -> BrowserContext:
        context = browser.new_context(base_url=server, locale="en-GB", reduced_motion="reduce")
        let_in(context, person, server)
        watch.on(context)
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/notifications/")
    expect(page.locator("#bell-list > li").first).to_be_attached()  # the stream has spoken
    return page


def test_news_reaches_a_second_browser_within_two_seconds(
    tenant: Tenant, browser_of: Callable[[User], BrowserContext]
) -> None:
    first, second = (opened(browser_of(tenant.assistant)) for _ in range(2))
    colleague = opened(browser_of(tenant.admin))
    tell(tenant.assistant, "Board prep is due", url="/insights/")
    for page in (first, second):
        expect(page.locator(".bell .count")).to_have_text("1", timeout=AT_ONCE)
    page = second
    page.get_by_role("button", name="Notifications", exact=True).click()
    entry = page.locator("#bell-menu").get_by_role("link", name="Board prep is due")
    expect(entry).to_be_visible()
    expect(colleague.locator(".bell .count")).to_have_text("")
    entry.click()
    expect(page).to_have_url(re.compile("/insights/$"))
    expect(first.locator(".bell .count")).to_have_text("", timeout=AT_ONCE)


def test_eight_tabs_of_one_person_all_load_and_all_ring(
    tenant: Tenant, browser_of: Callable[[User], BrowserContext]
) -> None:
    context = browser_of(tenant.assistant)
    tabs = [opened(context) for _ in range(TABS)]
    tell(tenant.assistant, "Hello")
    for tab in tabs:
        expect(tab.locator(".bell .count")).to_have_text("1", timeout=AT_ONCE)
    tabs[0].close()  # the one that listened: another takes over
    tell(tenant.assistant, "Hello again")
    for tab in tabs[1:]:
        expect(tab.locator(".bell .count")).to_have_text("2", timeout=2 * AT_ONCE)


def test_the_list_works_without_script(tenant: Tenant, browser: Browser, server: str, watch: Watch) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    watch.on(context)
    key = client_of(tenant.assistant).session.session_key or ""
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": server}])
    tell(tenant.assistant, "Board prep is due")
    page = context.new_page()
    page.goto("/notifications/")
    page.locator('[aria-label="Mark read: Board prep is due"]').click()
    expect(page.locator(".notice.unread")).to_have_count(0)
    context.close()
