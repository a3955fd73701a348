"""A job runs as whoever asked for it: a message through the real broker to a real worker."""

import queue
from collections.abc import Iterator
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from jenifer.celery import app
from jenifer.principal import ANONYMOUS, Principal, current, scope

ADA = Principal("00000000-0000-4000-8000-0000000000aa", "", "", "192.0.2.1", "Browser 1.0")
BOB = Principal("00000000-0000-4000-8000-0000000000bb")
SECONDS = 10
QUEUE = "wall"  # no other worker hears it
ran_as: "queue.Queue[tuple[Principal, str]]" = queue.Queue()


@app.task(name="jenifer.tests.say_who", bind=True, max_retries=1)
def say_who(self: Any, *, then: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.user_id', true), '')")
        ran_as.put((current(), cursor.fetchone()[0]))
    connection.close()
    if then == "retry" and not self.request.retries:
        raise self.retry(countdown=0)
    if then == "fail":
        raise ValueError("meant to fail")


@pytest.fixture(scope="module")
def worker(django_db_setup: None) -> Iterator[None]:
    with start_worker(app, pool="solo", perform_ping_check=False, queues=[QUEUE], loglevel="CRITICAL"):
        yield


pytestmark = pytest.mark.usefixtures("worker", "db")


def ask(then: str = "") -> None:
    say_who.apply_async(kwargs={"then": then}, queue=QUEUE)


def answer() -> tuple[Principal, str]:
    return ran_as.get(timeout=SECONDS)


def test_a_job_runs_as_whoever_asked_for_it() -> None:
    with scope(ADA):
        ask()
    assert answer() == (ADA, ADA.user_id)


def test_the_next_job_is_nobodys_unless_it_says_so() -> None:
    with scope(ADA):
        ask("fail")
    ask()
    assert [answer(), answer()] == [(ADA, ADA.user_id), (ANONYMOUS, "")]


def test_a_retry_keeps_the_principal() -> None:
    with scope(ADA):
        ask("retry")
    assert [answer(), answer()] == [(ADA, ADA.user_id)] * 2


def test_who_asks_is_settled_when_asking_not_when_committing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with scope(BOB), django_capture_on_commit_callbacks(execute=True), transaction.atomic(), scope(ADA):
        say_who.apply_async_on_commit(queue=QUEUE)
    assert answer() == (ADA, ADA.user_id)


def test_a_job_that_runs_on_the_spot_leaves_the_caller_as_it_was() -> None:
    with scope(BOB):
        say_who.apply(headers={"principal": list(ADA)})
        assert current() == BOB
    assert answer()[0] == ADA
