from datetime import timedelta

import httpx
import pytest

from jenifer.outbound import retry_after


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "120"}, timedelta(minutes=2)),
        ({"retry-after": "9" * 5000}, None),
        ({"retry-after": "99999999"}, timedelta(days=7)),
        (
            {"retry-after": "Tue, 24 Nov 2026 09:05:00 GMT", "date": "Tue, 24 Nov 2026 09:00:00 GMT"},
            timedelta(minutes=5),
        ),
        (
            {"retry-after": "Tue, 24 Nov 2026 08:00:00 GMT", "date": "Tue, 24 Nov 2026 09:00:00 GMT"},
            timedelta(),
        ),
        ({"retry-after": "Tue, 24 Nov 2026 09:05:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_servers_wish_to_be_left_alone_is_read(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(httpx.Headers(headers)) == wait
