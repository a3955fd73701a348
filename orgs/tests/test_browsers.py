import pytest

from orgs.browsers import Browser, browser

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (WINDOWS, Browser("Firefox on Windows", "monitor")),
        (IPHONE, Browser("Mobile Safari on iOS", "smartphone")),
        ("curl/8.1", Browser("curl", "monitor")),
        ("", Browser("An unknown browser", "monitor")),
        ("<script>alert(1)</script>", Browser("An unknown browser", "monitor")),
    ],
)
def test_browser_is_named(agent: str, expected: Browser) -> None:
    assert browser(agent) == expected
