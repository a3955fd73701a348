"""A scratch database to measure on, as the application's role, and how times are taken."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django


@contextmanager
def scratch_database() -> Iterator[None]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "jenifer.settings"
    django.setup()
    from django.db import connections  # settings are read now
    from django.test.utils import setup_databases, teardown_databases

    from jenifer.management.commands.prepare import collect_static
    from jenifer.tests.plan_changes import allow_plan_changes

    collect_static()
    made = setup_databases(verbosity=0, interactive=False, aliases=["owner"])  # type: ignore[arg-type]
    allow_plan_changes()
    connections["default"].creation.set_as_test_mirror(connections["owner"].settings_dict)
    try:
        yield
    finally:
        connections["default"].close()
        teardown_databases(made, verbosity=0)


def best_of_each(runs: int, *works: Callable[[], object]) -> list[float]:
    """Seconds of the quickest run of each, taken in turns: a busy spell of the machine then meets all of them."""
    best = [float("inf")] * len(works)
    for _ in range(runs):
        for number, work in enumerate(works):
            gc.collect()
            began = time.perf_counter()
            work()
            best[number] = min(best[number], time.perf_counter() - began)
    return best


def show(what: str, seconds: float, floor: float, aim: float) -> None:
    print(
        f"{what}: {seconds * 1000:,.1f} ms ÷ {floor * 1000:,.1f} ms = {seconds / floor:.2f} (aim ≤ {aim:g})"
    )
