"""Shapes and defaults of the JSON columns of organizations and people."""

from jenifer.db.shapes import (
    ANYTHING,
    BOOLEAN,
    CLOCK,
    list_of,
    mapping,
    nullable,
    number,
    one_of,
    record,
    text,
)
from orgs.scopes import ALL_SCOPES

ORGANIZATION_SETTINGS = record(
    timezone=text(100),
    date_format=one_of("MM/DD/YYYY", "DD/MM/YYYY", "DD.MM.YYYY", "YYYY-MM-DD"),
    time_format=one_of("12h", "24h"),
    week_starts_on=one_of("sunday", "monday", "saturday"),
    number_format=one_of("1,234.56", "1.234,56", "1 234,56", "1’234.56"),
)
ORGANIZATION_SETTINGS_DEFAULT = {
    "timezone": "America/Los_Angeles",
    "date_format": "MM/DD/YYYY",
    "time_format": "12h",
    "week_starts_on": "sunday",
}
# What a new organization begins with: the column's default does not say how numbers are written.
ORGANIZATION_SETTINGS_AT_FIRST = ORGANIZATION_SETTINGS_DEFAULT | {"number_format": "1,234.56"}

AI_SETTINGS = record(
    proactive_suggestions=BOOLEAN,
    auto_conflict_detection=BOOLEAN,
    learning_enabled=BOOLEAN,
    notification_frequency=one_of("realtime", "hourly", "daily"),
)
AI_SETTINGS_DEFAULT = {
    "proactive_suggestions": True,
    "auto_conflict_detection": True,
    "learning_enabled": True,
    "notification_frequency": "realtime",
}

PERMISSIONS = list_of(one_of("billing.manage", "team.manage", "audit.view"), most=20)

FREQUENCY = one_of("realtime", "hourly", "daily")
CATEGORY_WISHES = record(in_app=BOOLEAN, email=BOOLEAN, push=BOOLEAN, slack=BOOLEAN, frequency=FREQUENCY)
CATEGORIES = ("meeting", "task", "approval", "system", "ai", "delegation", "key_date", "sync")
# A channel that is off at the top is off for every category; what is not said is wanted, and at once.
NOTIFICATIONS = record(
    email=BOOLEAN,
    push=BOOLEAN,
    slack=BOOLEAN,
    categories=record(**dict.fromkeys(CATEGORIES, CATEGORY_WISHES)),
    quiet_hours=nullable(record({"from": CLOCK, "to": CLOCK})),
    daily_hour=number(0, 23),
    agenda=BOOLEAN,
)
WIDGETS = ("insights", "meetings", "approvals", "tasks", "key_dates")
VIEWS = ("today", "insights", "executives")
USER_PREFERENCES = record(
    theme=one_of("system", "light", "dark"),
    notifications=NOTIFICATIONS,
    dashboard=record(default_view=one_of(*VIEWS), widgets=list_of(one_of(*WIDGETS), most=20)),
)
USER_PREFERENCES_DEFAULT = {
    "theme": "system",
    "notifications": {"email": True, "push": True, "slack": False},
    "dashboard": {"default_view": "today", "widgets": ["meetings", "tasks", "approvals"]},
}
# What a new person begins with: the column's default would hide what Jenifer finds.
USER_PREFERENCES_AT_FIRST = USER_PREFERENCES_DEFAULT | {
    "dashboard": {"default_view": "today", "widgets": list(WIDGETS)}
}

# Of a saved view: what the address of its list says after the question mark.
FILTERS = mapping(text(200))

ONBOARDING = mapping(ANYTHING)
LOGGED_VALUES = mapping(ANYTHING)
CHANNELS = list_of(one_of("in_app", "email", "push", "slack"), most=4)
TIERS = list_of(one_of("trial", "starter", "professional", "enterprise"), most=4)
SCOPES = list_of(one_of(*ALL_SCOPES), most=len(ALL_SCOPES))
ANSWER = mapping(ANYTHING)
