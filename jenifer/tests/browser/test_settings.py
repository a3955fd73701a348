"""One's own settings: a picture, the colours, a second factor and a passkey, as a person sets them up."""

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect

from jenifer.tests.browser.desks import make_desk
from jenifer.tests.browser.pages import give_key, sign_in, sign_out
from jenifer.tests.browser.screens import DESKTOP, PHONE, Look
from jenifer.tests.factories import PASSWORD
from orgs.tests.images import HTML, image

TODAY = re.compile(r"^http://[^/]+/$")
CODE_SECONDS, LONG_ENOUGH = 30, 5


def open_account_menu(page: Page) -> None:
    page.get_by_role("button", name="Account and appearance").click()


def code_of(secret: str) -> str:
    cache.clear()  # the same code is good again, as it is half a minute later
    left = CODE_SECONDS - time.time() % CODE_SECONDS
    if left < LONG_ENOUGH:  # to be typed and sent while it holds
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def test_profile_with_picture(transactional_db: None, desk_of: Callable[..., Page], look: Look) -> None:
    page = desk_of(make_desk().assistant, look)
    open_account_menu(page)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Name", exact=True).fill("Maya Lindqvist")
    page.get_by_label("Dark").check()
    page.get_by_label("Tasks due").select_option("Hidden")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    def choose(name: str, content: bytes) -> None:
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "image/png", "buffer": content}
        )
        page.get_by_role("button", name="Upload").click()

    choose("me.png", HTML)
    expect(page.get_by_text("This is not a picture.")).to_be_visible()
    choose("me.png", image())
    expect(page.get_by_text("Your picture is up.")).to_be_visible()
    picture = page.locator(".content img.avatar")
    assert picture.evaluate("each => each.decode().then(() => each.naturalWidth)") == 256
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("img.avatar")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("heading", name="Approvals")).to_be_visible()
    expect(page.get_by_role("heading", name="Tasks due")).to_have_count(0)


def test_colours_change_at_once_and_come_with_the_next_page(
    transactional_db: None, desk_of: Callable[..., Page], open_browser: Callable[..., Page]
) -> None:
    person = make_desk().assistant
    page = desk_of(person)
    open_account_menu(page)
    with page.expect_response("**/settings/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    open_account_menu(page)
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    elsewhere = open_browser(DESKTOP, script=False)  # from the server, not from this browser's memory
    sign_in(elsewhere, person)
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")


def test_device_in_another_zone_is_offered(transactional_db: None, open_browser: Callable[..., Page]) -> None:
    page = open_browser(DESKTOP, zone="Asia/Tokyo")
    sign_in(page, make_desk().assistant)
    page.goto("/settings/profile/")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This device is set to")).to_be_hidden()


def test_second_factor_from_set_up_to_recovery(
    transactional_db: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    person = make_desk().assistant
    page = desk_of(person, look)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up").click()
    check_accessible(page)
    confirm_password(page)
    secret = page.get_by_label("Or type this secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    check_accessible(page)
    recovery = page.locator(".codes code").all_inner_texts()
    assert len(set(recovery)) == 10
    page.goto("/accounts/2fa/")
    check_accessible(page)

    for proof in (code_of(secret), recovery[0]):
        sign_out(page)
        page.get_by_label("Email").fill(person.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="One more proof")).to_be_visible()
        check_accessible(page)
        cache.clear()
        page.get_by_label("Code").fill(proof)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).to_have_url(TODAY)
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("9 of 10 are unused")).to_be_visible()


def test_passkey_signs_in_without_a_password(
    transactional_db: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    page = desk_of(make_desk().assistant, look)
    give_key(page)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a key").click()
    confirm_password(page)
    page.get_by_label("Name").fill("Fingerprint")
    expect(page.get_by_label("Passwordless")).to_be_checked()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator(".who", has_text="Fingerprint")).to_be_visible()
    check_accessible(page)
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(TODAY)


def test_passkey_that_is_not_there_is_said_on_the_page(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    give_key(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".toast.warning")).to_contain_text("The key did not answer")


def test_sessions_are_named_and_the_others_ended(
    transactional_db: None, open_browser: Callable[..., Page]
) -> None:
    person = make_desk().assistant
    page, other = open_browser(), open_browser(PHONE)
    for each in (page, other):
        sign_in(each, person)
    page.goto("/accounts/sessions/")
    expect(page.locator(".people li")).to_have_count(2)
    expect(page.locator(".people li", has_text="This one")).to_contain_text("Chrome")
    page.get_by_role("button", name="Sign out all others").click()
    page.goto("/accounts/sessions/")
    expect(page.locator(".people li")).to_have_count(1)
    other.goto("/")
    expect(other).to_have_url(re.compile("/accounts/login/"))
