"""The tests' ground: real PostgreSQL as the application's role, real Valkey, a real browser."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from whitenoise.base import WhiteNoise

from jenifer import embedded
from jenifer.tests.plan_changes import allow_plan_changes

COMMITTING_FIXTURES = {"live_server", "transactional_db"}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
servers = ExitStack()

settings.register_profile(
    "default", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="ten times as many examples of each property")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers that the settings need, then read the settings."""
    servers.enter_context(embedded.provided(embedded.TEST_HOME, is_test=True))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:  # each worker has a Valkey database of its own; 0 is for a run without workers
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = re.sub(r"([?&]db=|:\d+/)\d+$", rf"\g<1>{number}", os.environ["REDIS_URL"])
    # Beside a running product, not in its way.
    os.environ.setdefault("STATIC_ROOT", str(embedded.LOCAL / "static-test"))
    os.environ.setdefault("MEDIA_ROOT", str(embedded.LOCAL / "media-test"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "jenifer.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that uses the ORM
    django.setup()
    # Slow on purpose in production; here each sign-in would take half a second.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    look_through_static_files_once()
    if not worker:  # a worker that inherits it reads the settings before it has its Valkey database
        del os.environ["DJANGO_SETTINGS_MODULE"]
    settings.load_profile("thorough" if config.getoption("thorough") else "default")


def look_through_static_files_once() -> None:
    """Each test client has middleware of its own; for WhiteNoise's that would be hundreds of files to read about."""
    look, known = WhiteNoise.update_files_dictionary, {}

    def look_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            look(self, root, prefix)
            known[root, prefix] = dict(self.files)
        self.files.update(known[root, prefix])

    WhiteNoise.update_files_dictionary = look_once


def pytest_sessionstart() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:  # once, before the workers start
        from jenifer.management.commands.prepare import collect_static  # needs settings

        collect_static()


def pytest_unconfigure() -> None:
    servers.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests have counted, from whichever worker (`record_property`)."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {name}: {value}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that commit are emptied by the owner: the application's role may not truncate."""
    for item in items:
        if COMMITTING_FIXTURES & set(getattr(item, "fixturenames", ())):
            whole = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
            item.add_marker(whole, append=False)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The owner builds the test database; the application's role joins it, as in production."""
    application, owner = connections["default"], connections["owner"]
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["owner"])  # type: ignore[arg-type]
        allow_plan_changes()
        application.creation.set_as_test_mirror(owner.settings_dict)
        with application.cursor() as cursor:
            cursor.execute(
                "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (application.settings_dict["USER"], False)
            assert application.settings_dict["USER"] != owner.settings_dict["USER"]
    yield
    with django_db_blocker.unblock():
        with application.cursor() as cursor:  # a live server's thread may still hold a connection
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE (datname, usename) = (current_database(), current_user) AND pid <> pg_backend_pid()"
            )
        application.close()
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def empty_valkey() -> None:
    """No test sees another's cache, rate limits or jobs."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    chromium = os.environ.get("JENIFER_CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_FLAGS}
