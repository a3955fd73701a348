import logging

import pytest

from jenifer.logs import OneLine


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Not Found: /feeds/aSecret-_9.ics", "Not Found: /feeds/…"),
        ("GET /feeds/aSecret.ics HTTP/1.1", "GET /feeds/… HTTP/1.1"),
        ("Not Found: /answer/abc234/", "Not Found: /answer/…/"),
        ("GET /executives/1/feeds/ 200", "GET /executives/1/feeds/ 200"),
        ("one\nline", "one\\nline"),
    ],
)
def test_no_key_in_an_address_and_no_second_line_gets_into_the_log(message: str, told: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "", 0, message, (), None)
    assert OneLine("%(message)s").format(record) == told
