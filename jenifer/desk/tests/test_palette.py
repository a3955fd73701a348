"""What the palette finds, for whom, and at what cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ai_engine.tests.conflicts import make_overlap
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_executive, make_meeting, make_person, make_tenant
from jenifer.tests.queries import queries_for
from scheduling.models import Visibility

PALETTE, API = "/palette/", "/api/v1/palette/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant():
    return make_tenant(full_name="José Ferreira", title="Chief Executive")


def found(person, text="", recent="", kind=None):
    groups = client_of(person).get(PALETTE, {"q": text, "recent": recent}).context["groups"]
    return [line.label for group in groups if kind in (None, group.kind) for _key, line in group.lines]


def reader_of(tenant):
    person = make_person(tenant.admin)
    make_assignment(tenant.admin, person, tenant.executive, permissions={"calendar": ["read"]})
    return person


def soon(**distance):
    return timezone.now() + timedelta(**distance)


def test_without_a_word_it_lists_where_one_can_go(tenant):
    labels = found(tenant.assistant)
    assert {"Today", "Insights", "José Ferreira", "Import a calendar", "Sign out", "Password"} <= set(labels)
    assert "Add an executive" not in labels
    assert "Add an executive" in found(tenant.admin)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("jose", "José Ferreira"),
        ("ferr", "José Ferreira"),
        ("chief exec", "José Ferreira"),
        ("insi", "Insights"),
        ("import cal", "Import a calendar"),
        ("dark", "Dark appearance"),
        ("log out", "Sign out"),
        ("settings pass", "Password"),
        ("feeds", "Calendars"),
        ("subscr", "Calendars"),
        ("2026-11-27", "Go to Friday, November 27"),
    ],
)
def test_it_finds_by_the_beginnings_of_words(tenant, text, label):
    assert label in found(tenant.assistant, text)


@pytest.mark.parametrize("text", ["zzz", "%", "_", "'", "\\", "x" * 5000, "<script>", "{{ 1 }}", "\ufeff"])
def test_what_has_no_name_here_finds_nothing(tenant, text):
    make_meeting(tenant.assistant, tenant.executive, soon(days=1), title="Budget")
    assert found(tenant.assistant, text) == []


def test_meetings_near_now_are_found_nearest_first(tenant):
    for title, days in (("Board later", 20), ("Board soon", 1), ("Board past", -5), ("Board away", 900)):
        make_meeting(tenant.assistant, tenant.executive, soon(days=days), title=title)
    labels = found(tenant.assistant, "board", kind="meeting")
    assert labels == ["Board soon", "Board past", "Board later"]


def test_series_is_found_however_long_ago_it_began(tenant):
    columns = {"is_recurring": True, "recurrence_rule": "FREQ=WEEKLY"}
    make_meeting(tenant.assistant, tenant.executive, soon(days=-2000), title="Stand-up", **columns)
    assert found(tenant.assistant, "stand", kind="meeting") == ["Stand-up"]


def test_private_meeting_is_found_by_whoever_may_open_it_alone(tenant):
    columns = {"title": "Vermilion", "visibility": Visibility.PRIVATE}
    secret = make_meeting(tenant.assistant, tenant.executive, soon(days=1), **columns)
    people = [
        tenant.assistant,
        tenant.admin,
        reader_of(tenant),
        make_person(tenant.admin),
        make_tenant().admin,
    ]
    assert [found(person, "vermi") for person in people] == [["Vermilion"], ["Vermilion"], [], [], []]
    key = f"meeting:{secret.pk}"
    assert [found(person, recent=key)[:1] == ["Vermilion"] for person in people] == [True, True] + [False] * 3


def test_insights_are_for_whoever_may_answer_them(tenant):
    make_overlap(tenant, title="Vermilion")
    people = [tenant.assistant, reader_of(tenant), make_person(tenant.admin), make_tenant().admin]
    assert [len(found(person, "vermi", kind="insight")) for person in people] == [1, 0, 0, 0]


def test_only_ones_own_executives_are_found(tenant):
    make_executive(tenant.admin, full_name="Zoe")
    people = [tenant.assistant, tenant.admin, make_tenant().admin]
    assert [found(person, "zoe") for person in people] == [[], ["Zoe"], []]


def test_recent_choices_come_first(tenant):
    meeting = make_meeting(tenant.assistant, tenant.executive, soon(days=900), title="Far away")
    recent = f"meeting:{meeting.pk},page:insights,page:gone,meeting:1,nonsense,:,{'x' * 5000}"
    assert found(tenant.assistant, recent=recent)[:2] == ["Far away", "Insights"]
    labels = found(tenant.assistant, "e", recent=f"executive:{tenant.executive.pk},page:executives")
    assert labels.index("Executives") < labels.index("Email")


def test_it_costs_as_much_with_many_rows_as_with_one(tenant):
    client = client_of(tenant.assistant)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            make_meeting(tenant.assistant, tenant.executive, soon(days=1), title="Board")
        counts.append(queries_for(client, f"{PALETTE}?q=board"))
    assert counts == [counts[0]] * 2
    assert counts[0] <= 10
    assert len(found(tenant.assistant, "board", kind="meeting")) == 8


def test_api_answers_with_addresses(tenant):
    results = client_of(tenant.assistant).get(API, {"q": "insi"}).json()["results"]
    line = {"key": "page:insights", "kind": "page", "label": "Insights", "note": "", "url": "/insights/"}
    assert line in results
    refused = client_of(tenant.assistant).get(API, {"q": "x" * 101})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_lines_alone_are_sent_to_the_dialog(tenant):
    client = client_of(tenant.assistant)
    page = client.get(PALETTE, {"q": "insi"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'role="option"' in page
