"""The product in a browser: a real server, a real worker, and nothing left unsaid on the console.

Read before the settings are (see the root's conftest): what needs them is imported where it is used.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from playwright.sync_api import Browser, Page
from psycopg.conninfo import make_conninfo
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from jenifer.tests.browser.screens import DESKTOP, LOOKS, Look, Watch

if TYPE_CHECKING:
    from orgs.models import User

AXE_OPTIONS = {
    "preload": False,  # it would fetch style sheets anew, which the CSP refuses
    "resultTypes": ["violations"],
}


class PlainHandler(WSGIHandler):
    """Stands where a handler of static files would be wrapped around the application."""

    def __init__(self, _application: WSGIHandler) -> None:
        super().__init__()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """As gunicorn serves it: static files come from WhiteNoise. pytest-django's own takes them over."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = PlainHandler
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def embedded_mode(settings: Settings, tmp_path: Path) -> None:
    """Mail lands in an outbox of the test's own, uploads too."""
    settings.EMBEDDED, settings.SMTP = True, None
    settings.OUTBOX_DIR, settings.MEDIA_ROOT = tmp_path / "outbox", tmp_path / "media"
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(settings.OUTBOX_DIR)}}}


@pytest.fixture
def worker(live_server: LiveServer, transactional_db: None, settings: Settings) -> Iterator[None]:
    """A Celery worker as in production: a process of its own, on the real broker and the test database.

    It ends before the tables are emptied. A worker in a thread would leave its connection to the broker
    behind, and that would swallow the next test's job.
    """
    database = connections["default"].settings_dict["NAME"]
    own = {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=database),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "-m", "celery", "-q", "-A", "jenifer", "worker", "-c", "1", "-l", "ERROR"]
    process = subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield
    process.terminate()
    process.wait(30)


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> Look:
    return request.param


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints() == []


@pytest.fixture
def open_browser(
    browser: Browser, live_server: LiveServer, transactional_db: None, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """A new browser context's page, watched. `zone` is the clock of whoever sits there."""
    contexts = []

    def open_(look: Look = DESKTOP, zone: str = "UTC", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": look.width, "height": 844 if look.is_phone else 900},
            color_scheme=look.scheme,
            has_touch=look.is_phone,
            is_mobile=look.is_phone,
            timezone_id=zone,
            locale="en-GB",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        watch.on(context)
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def desk_of(open_browser: Callable[..., Page], live_server: LiveServer) -> Callable[..., Page]:
    """A page on which this person is signed in, showing Today."""
    from jenifer.tests.browser.pages import let_in

    def desk_of(person: "User", look: Look = DESKTOP, script: bool = True) -> Page:
        page = open_browser(look, zone=person.timezone, script=script)
        let_in(page.context, person, live_server.url)
        page.goto("/")
        return page

    return desk_of


@pytest.fixture
def check_accessible() -> Callable[..., None]:
    """axe finds nothing at all, of whatever weight, in light and in dark; the page is left as it was.

    `besides` names rules that another's component on the page breaks, and that we cannot mend.
    """

    def check(page: Page, besides: tuple[str, ...] = ()) -> None:
        page.evaluate(AXE_SCRIPT)
        is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        for scheme in ("light", "dark") if is_dark else ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(
                "new Promise((heard) => requestAnimationFrame(() => setTimeout(heard)))"
            )  # by scripts
            assert faults(page, scheme, besides) == []

    return check


def faults(page: Page, scheme: str, besides: tuple[str, ...]) -> list[str]:
    options = AXE_OPTIONS | {"rules": {rule: {"enabled": False} for rule in besides}}
    # Only they are brought over: all that is well would take longer than the look itself.
    found = page.evaluate(f"axe.run(document, {json.dumps(options)}).then(told => told.violations)")
    return [
        f"{page.url} in {scheme} {each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in found
        for node in each["nodes"]
    ]
