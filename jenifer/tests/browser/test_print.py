import re
from collections.abc import Callable

from playwright.sync_api import Page

from jenifer.tests.browser.desks import double_book, make_desk


def test_today_prints_on_one_sheet(transactional_db: None, desk_of: Callable[..., Page]) -> None:
    desk = make_desk()
    double_book(desk)
    sheets = desk_of(desk.assistant).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
