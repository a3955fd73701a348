"""The product in a browser: a real server, a real worker, and nothing left unsaid on the console.

Read before the settings are (see the root's conftest): what needs them is imported where it is used.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from jenifer.tests.browser.screens import DESKTOP, LOOKS, Look, Watch

if TYPE_CHECKING:
    from orgs.models import User

AXE_OPTIONS = {"preload": False}  # it would fetch style sheets anew, which the CSP refuses


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """As gunicorn serves it: static files come from WhiteNoise. pytest-django's own takes them over."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda _media: get_wsgi_application()  # type: ignore[assignment]
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
def worker(live_server: LiveServer, transactional_db: None) -> Iterator[None]:
    """A Celery worker on the real broker and the test database, in a thread of this process.

    It ends before the tables are emptied, and keeps no connection between jobs.
    """
    from jenifer.celery import app

    task_postrun.connect(_close_connections)
    with start_worker(app, perform_ping_check=False, shutdown_timeout=30):
        yield
    task_postrun.disconnect(_close_connections)


def _close_connections(**_: Any) -> None:
    connections.close_all()


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
def desk_of(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """A page on which this person has signed in, showing Today."""
    from jenifer.tests.browser.pages import sign_in

    def desk_of(person: "User", look: Look = DESKTOP, script: bool = True) -> Page:
        page = open_browser(look, zone=person.timezone, script=script)
        sign_in(page, person)
        return page

    return desk_of


@pytest.fixture
def check_accessible() -> Callable[[Page], None]:
    """axe finds nothing at all, of whatever weight."""

    def check(page: Page) -> None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(f"axe.run(document, {json.dumps(AXE_OPTIONS)})")["violations"]
        faults = [
            f"{page.url} {each['id']} ({each['impact']}): {node['html'][:160]}"
            for each in found
            for node in each["nodes"]
        ]
        assert faults == []

    return check
