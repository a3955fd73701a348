"""What Jenifer has noticed, learned and said, and what the two assistants were told."""

import hashlib
import math
from datetime import timedelta

from ai_engine.models import AIConversation, AIEmbedding, AIInsight, AIMessage, AIPattern
from executives.models import Contact
from jenifer.desk.demo.people import House
from jenifer.desk.demo.work import moment
from jenifer.principal import acting_as
from orgs.models import Notification, User
from scheduling.models import Meeting

WIDTH = 1536
# Days from today, title, whose, kind, type, priority, what came of it.
PAST_INSIGHTS = (
    (
        -18,
        "Investor update overlaps Hiring review",
        "Ana Ferreira",
        "overlap",
        "conflict_detected",
        "high",
        "accepted",
    ),
    (
        -11,
        "No break before Telemetry review",
        "Lukas Weber",
        "no_buffer",
        "conflict_detected",
        "medium",
        "accepted",
    ),
    (
        -7,
        "Six meetings on Thursday",
        "Priya Raman",
        "over_maximum",
        "conflict_detected",
        "medium",
        "dismissed",
    ),
    (
        -3,
        "Pension trustees begin at 07:30",
        "David Okafor",
        "outside_hours",
        "conflict_detected",
        "low",
        "accepted",
    ),
)
PATTERNS = (
    (
        "meeting_time_preference",
        "mornings",
        "Ana Ferreira",
        {"part_of_day": "morning", "share": 0.72},
        "0.86",
        54,
    ),
    ("scheduling_habit", "fridays_free", "David Okafor", {"weekday": "friday", "meetings": 0}, "0.97", 34),
    ("travel_preference", "aisle", "Lukas Weber", {"seat": "aisle", "flights": 11}, "0.90", 11),
    ("approval_behavior", "same_day", "Priya Raman", {"median_hours": 5}, "0.78", 19),
)
TALKS = (
    ("Lisbon in two weeks", "Ana Ferreira", -9, (
        ("user", "Which evenings in two weeks has Ana free for Ines Carvalho?"),
        ("assistant", "Tuesday and Wednesday after 18:00. Tuesday is the better one: Wednesday begins at 10:00."),
        ("user", "Tuesday then. Where did they meet last time?"),
        ("assistant", "At The Delaunay. It stands among Ana’s favourite restaurants."),
    )),
    ("David’s Fridays", "David Okafor", -2, (
        ("user", "Can the bank’s call go to Friday?"),
        ("assistant", "David keeps Fridays free. Thursday 15:00 in New York is open for everyone known."),
    )),
)  # fmt: skip
TOLD = (
    ("Board preparation overlaps Halden Capital", "meeting", "warning", 0, "/insights/"),
    ("Renew Global Entry was due yesterday", "task", "warning", 0, ""),
    ("Flight to Singapore waits for Ana’s decision", "approval", "info", 0, ""),
    ("Tobi Okafor turns nine tomorrow", "key_date", "info", 0, ""),
    ("Oskar took over “Compare two event venues”", "delegation", "success", -1, ""),
    ("Ana’s calendar was imported: 312 created", "sync", "success", -27, "/calendar/import/"),
)


def add_memory(house: House) -> None:
    """Conversations and notifications are their owner's alone: each is written as that person."""
    AIInsight.objects.bulk_create([_insight(house, *each) for each in PAST_INSIGHTS])
    AIPattern.objects.bulk_create([_pattern(house, *each) for each in PATTERNS])
    _remember(house)
    with acting_as(house.maya):
        for title, whose, days, messages in TALKS:
            _talk(house, title, whose, days, messages)
    for person in (house.maya, house.oskar, house.admin):
        with acting_as(person):
            _tell(house, person)


def _insight(
    house: House, days: int, title: str, whose: str, kind: str, of_type: str, priority: str, answer: str
) -> AIInsight:
    return AIInsight(
        org_id=house.org_id,
        executive=house.executives[whose],
        insight_type=of_type,
        kind=kind,
        priority=priority,
        title=title,
        status="acted_upon" if answer == "accepted" else "dismissed",
        user_action=answer,
        user_action_at=moment(house, days, 10),
        responded_by=house.maya,
        created_at=moment(house, days - 1, 8),
        happens_at=moment(house, days, 14),
        confidence_score="0.95",
    )


def _pattern(
    house: House, of_type: str, key: str, whose: str, value: dict[str, object], confidence: str, size: int
) -> AIPattern:
    return AIPattern(
        org_id=house.org_id,
        executive=house.executives[whose],
        pattern_type=of_type,
        pattern_key=key,
        pattern_value=value,
        confidence_score=confidence,
        sample_size=size,
        first_observed_at=moment(house, -28),
        last_observed_at=moment(house, -1),
    )


def _remember(house: House) -> None:
    texts = [
        ("contact", each.pk, f"{each.full_name}, {each.title} {each.company}")
        for each in Contact.objects.order_by("full_name")
    ]
    meetings = Meeting.objects.filter(start_time__lt=moment(house, 0)).order_by("-start_time", "title")[:20]
    texts += [("meeting", each.pk, f"{each.title}, {each.location}") for each in meetings]
    AIEmbedding.objects.bulk_create(
        AIEmbedding(
            org_id=house.org_id,
            source_type=source,
            source_id=source_id,
            content_chunk=text,
            embedding=words_as_vector(text),
            model="words",
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
        )
        for source, source_id, text in texts
    )


def words_as_vector(text: str) -> list[float]:
    """Each word stands at a place of its own: texts that share words are near each other."""
    vector = [0.0] * WIDTH
    for word in text.lower().split():
        vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % WIDTH] += 1.0
    length = math.hypot(*vector)
    return [part / length for part in vector]


def _talk(house: House, title: str, whose: str, days: int, messages: tuple[tuple[str, str], ...]) -> None:
    start = moment(house, days, 9)
    conversation = AIConversation.objects.create(
        org_id=house.org_id,
        user=house.maya,
        executive=house.executives[whose],
        title=title,
        created_at=start,
        last_message_at=start + timedelta(minutes=len(messages)),
    )
    AIMessage.objects.bulk_create(
        AIMessage(
            org_id=house.org_id,
            conversation=conversation,
            role=role,
            content=content,
            created_at=start + timedelta(minutes=number),
        )
        for number, (role, content) in enumerate(messages)
    )


def _tell(house: House, person: User) -> None:
    Notification.objects.bulk_create(
        Notification(
            org_id=house.org_id,
            user=person,
            title=title,
            category=category,
            notification_type=kind,
            action_url=url,
            created_at=moment(house, days, 6),
            is_read=days < 0,
            read_at=moment(house, days, 8) if days < 0 else None,
            delivered_channels=["in_app"],
        )
        for title, category, kind, days, url in TOLD
    )
