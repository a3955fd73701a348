from uuid import UUID

from jenifer.faces import HUES, hue, hues, initials

PEOPLE = [UUID(int=number) for number in range(1, 31)]


def test_initials_are_of_the_first_and_the_last_word() -> None:
    assert [initials(name) for name in ("Ana Maria Ferreira", "ana", "")] == ["AF", "A", ""]


def test_twelve_people_have_twelve_hues() -> None:
    assert sorted(hues(PEOPLE[:HUES]).values()) == list(range(1, HUES + 1))
    assert sorted(hues(PEOPLE[:24]).values()) == sorted([*range(1, HUES + 1)] * 2)


def test_whoever_comes_first_keeps_their_hue() -> None:
    assert hues(PEOPLE[:1]) == {PEOPLE[0]: hue(PEOPLE[0])}
    assert {who: hues(PEOPLE)[who] for who in PEOPLE[:5]} == hues(PEOPLE[:5])
