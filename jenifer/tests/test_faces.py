import re
from itertools import combinations
from uuid import UUID

from django.conf import settings

from jenifer.faces import ANGLES, HUES, distance, hue, hues, initials

PEOPLE = [UUID(int=number) for number in range(1, 31)]


def test_initials_are_of_the_first_and_the_last_word() -> None:
    assert [initials(name) for name in ("Ana Maria Ferreira", "ana", "")] == ["AF", "A", ""]


def test_twelve_people_have_twelve_hues() -> None:
    assert sorted(hues(PEOPLE[:HUES]).values()) == list(range(1, HUES + 1))
    assert sorted(hues(PEOPLE[:24]).values()) == sorted([*range(1, HUES + 1)] * 2)


def test_whoever_comes_first_keeps_their_hue() -> None:
    assert hues(PEOPLE[:1]) == {PEOPLE[0]: hue(PEOPLE[0])}
    assert {who: hues(PEOPLE)[who] for who in PEOPLE[:5]} == hues(PEOPLE[:5])


def test_four_people_are_well_apart_in_colour() -> None:
    for start in range(len(PEOPLE) - 4):
        chosen = hues(PEOPLE[start : start + 4]).values()
        assert min(distance(*pair) for pair in combinations(chosen, 2)) >= 60


def test_angles_are_those_of_the_style_sheet() -> None:
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    drawn = re.findall(r"\.hue-(\d+) { --h: (\d+); }", tokens)
    assert {int(number): int(angle) for number, angle in drawn} == dict(enumerate(ANGLES, 1))
