import pytest

from scheduling.rule_words import rule_in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "Weekly"),
        ("FREQ=WEEKLY;COUNT=10;INTERVAL=2;BYDAY=MO,WE", "Every 2 weeks on Mon, Wed · 10 times"),
        ("FREQ=DAILY;UNTIL=20261231T225959Z", "Daily · until 2026-12-31"),
        ("FREQ=DAILY;UNTIL=20261231", "Daily · until 2026-12-31"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "Monthly"),
        ("FREQ=HOURLY;COUNT=1;INTERVAL=3", "Every 3 hours · 1 time"),
        ("FREQ=YEARLY", "Yearly"),
    ],
)
def test_rule_is_told_in_words(rule: str, words: str) -> None:
    assert rule_in_words(rule) == words
