import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgs.audit.changes import Change, changes
from orgs.audit.download import inert

leaves = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())
rows = st.dictionaries(st.text(min_size=1), leaves | st.dictionaries(st.text(), leaves))


@given(rows)
def test_what_stays_is_no_change(row):
    assert changes(row, row) == []


@given(rows, rows)
def test_there_and_back_are_the_same_fields(old, new):
    forth = {(each.path, str(each.old), str(each.new)) for each in changes(old, new)}
    back = {(each.path, str(each.new), str(each.old)) for each in changes(new, old)}
    assert forth == back


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"title": "A"}, {"title": "B"}, [Change(("title",), "A", "B")]),
        (None, {"id": "1", "org_id": "2", "title": "A", "notes": "", "tags": []}, [Change(("title",), None, "A")]),
        ({"title": "A"}, None, [Change(("title",), "A", None)]),
        ({"is_active": True}, {"is_active": False}, [Change(("is_active",), True, False)]),
        (None, {"is_active": False, "count": 0}, [Change(("is_active",), None, False), Change(("count",), None, 0)]),
        ({"p": {"a": {"b": 1}, "c": 2}}, {"p": {"a": {"b": 3}, "c": 2}}, [Change(("p", "a", "b"), 1, 3)]),
        ({"p": {"a": 1}}, {"p": {}}, [Change(("p", "a"), 1, None)]),
        ({"tags": ["a"]}, {"tags": ["a", "b"]}, [Change(("tags",), ["a"], ["a", "b"])]),
    ],
)  # fmt: skip
def test_only_what_differs_is_told(old, new, told):
    assert changes(old, new) == told


@given(st.sampled_from("=+-@\t\r\n"), st.text())
def test_no_cell_begins_a_formula(start, rest):
    assert inert(start + rest) == f"'{start}{rest}"


@given(st.text(st.characters(categories=["L", "N"])))
def test_plain_words_stay_as_they_are(text):
    assert inert(text) == text
