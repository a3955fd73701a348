"""What a request costs the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@contextmanager
def counted_queries() -> Iterator[Callable[[], int]]:
    """Yields what tells the number of statements in the block: the binding counted, transaction control not."""
    with CaptureQueriesContext(connection) as captured:
        yield lambda: sum(
            not each["sql"].startswith(TRANSACTION_CONTROL) for each in captured.captured_queries
        )


def queries_for(client: Client, address: str) -> int:
    with counted_queries() as count:
        assert client.get(address).status_code == 200
    return count()
