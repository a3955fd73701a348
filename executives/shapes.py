"""Shapes and defaults of an executive's six preference sets, and of the people around them."""

from typing import Any

from jenifer.db.shapes import (
    ANYTHING,
    BOOLEAN,
    CLOCK,
    DATE,
    list_of,
    mapping,
    nullable,
    number,
    one_of,
    record,
    text,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = list_of(text(200))
SIZES = mapping(text(100))

SCHEDULING = record(
    meeting_buffer_minutes=number(0, 240),
    preferred_meeting_times=list_of(one_of("morning", "afternoon", "evening"), most=3),
    max_meetings_per_day=nullable(number(1, 100)),
    focus_time_blocks=list_of(
        record({"days": list_of(one_of(*WEEKDAYS), most=7), "start": CLOCK, "end": CLOCK}, label=text(100)),
        most=50,
    ),
    preferred_meeting_duration=number(5, 480),
    avoid_days=list_of(one_of(*WEEKDAYS), most=7),
    working_hours=record({"start": CLOCK, "end": CLOCK}),
)
SCHEDULING_DEFAULT = {
    "meeting_buffer_minutes": 15,
    "preferred_meeting_times": ["morning", "afternoon"],
    "max_meetings_per_day": None,
    "focus_time_blocks": [],
    "preferred_meeting_duration": 30,
    "avoid_days": [],
    "working_hours": {"start": "09:00", "end": "18:00"},
}

COMMUNICATION = record(
    preferred_contact_method=one_of("email", "phone", "text", "chat", "in_person"),
    response_time_expectation=one_of("immediate", "same_day", "next_day", "this_week"),
    cc_on_emails=BOOLEAN,
    daily_agenda=record({"is_wanted": BOOLEAN, "hour": number(0, 23)}),
)
COMMUNICATION_DEFAULT = {
    "preferred_contact_method": "email",
    "response_time_expectation": "same_day",
    "cc_on_emails": True,
}

DIETARY = record(restrictions=WORDS, allergies=WORDS, favorites=WORDS, dislikes=WORDS)
DIETARY_DEFAULT: dict[str, Any] = {"restrictions": [], "allergies": [], "favorites": [], "dislikes": []}

TRAVEL = record(
    preferred_airlines=WORDS,
    seat_preference=one_of("aisle", "window", "middle", "any"),
    class_preference=one_of("economy", "premium_economy", "business", "first"),
    hotel_preferences=WORDS,
    loyalty_programs=WORDS,
    tsa_precheck=BOOLEAN,
    global_entry=BOOLEAN,
    passport_expiry=nullable(DATE),
)
TRAVEL_DEFAULT = {
    "preferred_airlines": [],
    "seat_preference": "aisle",
    "class_preference": "business",
    "hotel_preferences": [],
    "loyalty_programs": [],
    "tsa_precheck": False,
    "global_entry": False,
    "passport_expiry": None,
}

DINING = record(
    cuisine_preferences=WORDS, favorite_restaurants=WORDS, price_range=one_of("low", "medium", "high", "any")
)
DINING_DEFAULT = {"cuisine_preferences": [], "favorite_restaurants": [], "price_range": "high"}

GIFTS = record(interests=WORDS, favorite_brands=WORDS, sizes=SIZES, avoid=WORDS)
GIFTS_DEFAULT: dict[str, Any] = {"interests": [], "favorite_brands": [], "sizes": {}, "avoid": []}

FAMILY = record(interests=WORDS, sizes=SIZES, favorites=WORDS)
FAMILY_DEFAULT: dict[str, Any] = {"interests": [], "sizes": {}, "favorites": []}

RIGHTS = list_of(one_of("read", "write"), most=2)
ASSIGNMENT = record(calendar=RIGHTS, tasks=RIGHTS, approvals=RIGHTS, contacts=RIGHTS, settings=RIGHTS)
ASSIGNMENT_DEFAULT = {
    "calendar": ["read", "write"],
    "tasks": ["read", "write"],
    "approvals": ["read", "write"],
    "contacts": ["read", "write"],
    "settings": ["read"],
}

CONTACT = mapping(ANYTHING)
ENRICHED = mapping(ANYTHING)
