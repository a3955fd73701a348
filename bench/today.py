"""Today's server time ÷ its floor: its own SQL sent bare through psycopg, and its template rendered from ready data."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from bench.ground import best_of_each, scratch_database, show

RUNS = 40
MEETINGS_OF_ONE = 8


def main() -> None:
    with scratch_database():
        from django.db import connection
        from django.test import Client
        from django.test.utils import (
            CaptureQueriesContext,
            setup_test_environment,
            teardown_test_environment,
        )

        import jenifer.wsgi  # noqa: F401 (what the server does as it starts)
        from jenifer.principal import acting_as
        from jenifer.tests.factories import make_tenant

        tenant = make_tenant()
        client = Client(SERVER_NAME="localhost")
        with acting_as(tenant.admin):
            client.force_login(tenant.admin)
        counts = {}
        for executives in (1, 4, 30):
            fill(tenant, executives)
            client.get("/")
            setup_test_environment()  # keeps the templates' data, at a cost that must not be measured
            with CaptureQueriesContext(connection) as captured:
                response = client.get("/")
            teardown_test_environment()
            statements = [each["sql"] for each in captured.captured_queries]
            counts[executives] = len([sql for sql in statements if sql not in ("BEGIN", "COMMIT")])
            with bare_sql(statements, str(tenant.admin.pk)) as send:
                page, sql, html = best_of_each(RUNS, lambda: client.get("/"), send, template(response))
            show(f"Today, {executives} executives", page, sql + html, 2)
            print(f"   floor: SQL {sql * 1000:.1f} ms, template {html * 1000:.1f} ms")
        print(f"queries, session and tenant binding counted: {counts} (aim: the same, ≤ 12)")


def fill(tenant: Any, executives: int) -> None:
    """So many executives with eight meetings today, some in conflict, and their insights."""
    from django.utils import timezone

    from ai_engine.jobs import request_examination
    from ai_engine.services.insights import examine
    from executives.models import ExecutiveProfile
    from jenifer.principal import acting_as
    from jenifer.tests.factories import make_executive, make_meeting

    dice = random.Random(7)
    morning = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    with acting_as(tenant.admin):
        while ExecutiveProfile.objects.count() < executives or not ExecutiveProfile.objects.filter(
            meetings__isnull=False
        ):
            missing = ExecutiveProfile.objects.filter(meetings=None).first()
            executive = missing or make_executive(tenant.admin)
            for _ in range(MEETINGS_OF_ONE):
                start = morning + timedelta(minutes=15 * dice.randrange(40))
                make_meeting(tenant.admin, executive, start, minutes=dice.choice((30, 45, 60)))
            request_examination([executive.pk])
            examine(executive_id=executive.pk, now=timezone.now())


@contextmanager
def bare_sql(statements: list[str], user_id: str) -> Iterator[Callable[[], None]]:
    """Sends the same statements, the values written into them, on a plain connection as the same role."""
    import psycopg
    from django.db import connection

    from jenifer.db.base import BIND
    from jenifer.principal import Principal

    bind = list(Principal(user_id=user_id))
    with psycopg.connect(**connection.get_connection_params()) as bare:

        def send() -> None:
            for sql in statements:
                if sql == BIND:
                    bare.execute(BIND, bind)
                elif sql == "COMMIT":
                    bare.commit()
                elif sql != "BEGIN":  # psycopg sends it by itself
                    bare.execute(sql).fetchall()

        yield send


def template(response: Any) -> Callable[[], object]:
    """Renders the page's template from the data that it was answered with."""
    from django.template import Context
    from django.template.loader import get_template

    ready = response.context[0].flatten()
    page: Any = get_template("desk/today.html")
    return lambda: page.template.render(Context(ready))


if __name__ == "__main__":
    main()
