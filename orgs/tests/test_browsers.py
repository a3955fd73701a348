import pytest

from orgs.browsers import Browser, browser, program_of

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


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (WINDOWS, "Firefox 140 on Windows"),
        ("curl/8.5.0", "curl 8"),
        ("Something else", "Something else"),
        ("", ""),
    ],
)
def test_program_is_named_with_its_version_or_by_its_own_name(agent: str, expected: str) -> None:
    assert program_of(agent) == expected
