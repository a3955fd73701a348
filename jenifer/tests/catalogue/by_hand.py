"""What cannot be derived from a declaration, by the name of the constraint. Stale keys fail the tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

# Columns in which a sample row must differ from its defaults, for a rule to bite.
# {…} is filled in from its House.
SAMPLES: dict[str, dict[str, Any]] = {
    "ai_insights": {"fingerprint": "{org}"},
    "ai_patterns": {"executive_id": None},
    "attachments": {"deleted_at": "2000-01-01 12:00Z"},
    "attendee_notices": {"token": "page-{org}", "reply_key": "mail-{org}"},
    "executive_profiles": {"email": "executive@{org}.test"},
    "integrations": {"provider_user_id": "{org}"},
    "organizations": {"trial_ends_at": datetime.now(UTC) + timedelta(days=14)},
    "staff_entries": {"entered_at": "2026-11-24 11:00Z"},
    "meetings": {"ical_uid": "{org}", "end_time": "2026-11-24 13:00Z"},
    "user_executive_assignments": {"is_primary": True},
}

# CHECK: what a row may be set to, and what not.
CHECKS = {
    "ai_insights_confidence_range": ("confidence_score = 1", "confidence_score = 1.01"),
    "ai_patterns_confidence_range": ("confidence_score = 0", "confidence_score = -0.01"),
    "ai_patterns_sample_range": ("sample_size = 0", "sample_size = -1"),
    "attachments_size_range": ("size = 1", "size = 0"),
    "attendee_notices_proposal": (
        "proposed_start = '2026-11-24 12:00Z', proposed_end = '2026-11-24 13:00Z'",
        "proposed_start = '2026-11-24 12:00Z', proposed_end = '2026-11-24 12:00Z'",
    ),
    "approvals_amount_range": ("amount = 0", "amount = -0.01"),
    "approvals_currency_code": ("currency = 'EUR'", "currency = 'eur'"),
    "approvals_risk_range": ("ai_risk_score = 100", "ai_risk_score = 101"),
    "calendar_feeds_window": ("days_back = 0, days_ahead = 3660", "days_ahead = 0"),
    "concierge_services_rating_range": ("rating = 5", "rating = 5.1"),
    "concierge_services_times_used": ("times_used = 0", "times_used = -1"),
    "contacts_strength_range": ("relationship_strength = 5", "relationship_strength = 6"),
    "feature_flags_rollout_range": ("rollout_percentage = 100", "rollout_percentage = 101"),
    "integrations_access_token_sealed": ("access_token = 'v1:k:x'", "access_token = 'token'"),
    "integrations_refresh_token_sealed": ("refresh_token = ''", "refresh_token = 'v2:k:x'"),
    "key_dates_end_after_start": ("end_date = date", "end_date = date - 1"),
    "key_dates_unknown_year": (
        "is_year_known = false, date = '1904-02-29'",
        "is_year_known = false, date = '2024-02-29'",
    ),
    "meetings_end_after_start": (
        "is_all_day = true, ical_uid = '', end_time = start_time",
        "is_all_day = false, ical_uid = '', end_time = start_time",
    ),
    "meetings_override_names_instance": (
        "recurrence_parent_id = id, recurrence_id = start_time",
        "recurrence_parent_id = id, recurrence_id = NULL",
    ),
    "meetings_priority_range": ("priority = 9", "priority = 10"),
    "meetings_sequence_range": ("sequence = 0", "sequence = -1"),
    "staff_entries_reason_given": ("reason = 'Ticket 7'", "reason = ' '"),
    "staff_entries_time_limit": (
        "expires_at = entered_at + interval '8 hours'",
        "expires_at = entered_at + interval '8 hours 1 second'",
    ),
    "tasks_due_time_needs_date": (
        "due_time = '09:00', due_date = now()",
        "due_time = '09:00', due_date = NULL",
    ),
    "user_executive_assignments_dates": (
        "starts_on = '2026-01-01', ends_on = '2026-01-01'",
        "starts_on = '2026-01-02', ends_on = '2026-01-01'",
    ),
    "users_email_lower": ("email = 'ada@lovelace.test'", "email = 'Ada@lovelace.test'"),
}

# A reference that another rule lets through only along with another column.
ALONG = {
    "deliveries_notification_id_same_org": ", channel = 'slack'",
    "meetings_recurrence_parent_id_same_org": ", recurrence_id = start_time",
}

# UNIQUE: in what a copy of a row may agree with it but for its id, and in what it must differ besides.
COLLEAGUE, SPARE_EXECUTIVE = {"user_id": "{colleague}"}, {"executive_id": "{spare[executive_profiles]}"}
ANOTHER_ORG = "00000000-0000-4000-8000-000000000000"  # its absence would show at commit only
SPARE_FLAG = {"feature_flag_id": "{spare[feature_flags]}"}
UNIQUES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ai_insights_once": ({}, {"fingerprint": "of other facts"}),
    "ai_patterns_once": ({}, {"pattern_key": "other"}),
    "attachments_stored_as_key": ({}, {"stored_as": "other"}),
    "attendee_notices_once": ({"token": "other"}, {"recipient": "other"}),
    "attendee_notices_token": ({"recipient": "other"}, {"token": "other"}),
    "api_tokens_token_key": ({}, {"token": "other"}),
    "calendar_changes_once": ({}, {"ical_uid": "other"}),
    "calendar_feeds_token_key": ({}, {"token": "other"}),
    "calendar_sync_tokens_once": ({}, {"calendar_id": "other"}),
    "deliveries_once": ({}, {"channel": "slack"}),
    "digests_once": ({}, {"day": "2026-11-25"}),
    "examinations_executive_id_key": ({}, SPARE_EXECUTIVE),
    "feature_flags_key_key": ({}, {"key": "other"}),
    "idempotency_keys_once": ({}, {"key": "other"}),
    "integrations_one_per_account": ({}, {"provider_user_id": "other"}),
    "invitations_one_pending": ({"token": "other"}, {"email": "other"}),
    "invitations_token_key": ({"email": "other"}, {"token": "other"}),
    "meetings_one_row_per_instance": ({}, {"deleted_at": "2026-01-01T00:00:00Z"}),
    "org_feature_overrides_once": ({}, SPARE_FLAG),
    "push_subscriptions_endpoint_key": ({}, {"endpoint": "other"}),
    "organizations_slug_key": ({}, {"slug": "other"}),
    "saved_views_once": ({}, {"name": "other"}),
    "synced_series_once": ({}, {"object_id": "other"}),
    "user_executive_assignments_once": ({"is_primary": False}, COLLEAGUE),
    "user_executive_assignments_one_primary": (COLLEAGUE, {"is_primary": False}),
    "users_email_key": ({"org_id": ANOTHER_ORG}, {"email": "other"}),
    "users_org_email": ({}, {"email": "other"}),
}
# Narrower than another rule, which speaks first.
SUBSUMED = {"users_org_email": "users_email_key"}

# What a second row needs, where one row is all that an organization's admin or executive may have.
SECOND_ROWS: dict[str, dict[str, Any]] = {
    "ai_insights": {"fingerprint": "of other facts"},
    "auth_group_permissions": {"group_id": "{spare[auth_group]}"},
    "attachments": {"stored_as": "other"},
    "attendee_notices": {"token": "other"},
    "deliveries": {"channel": "slack"},
    "digests": {"day": "2026-11-25"},
    "examinations": SPARE_EXECUTIVE,
    "integrations": {"provider_user_id": "other"},
    "meetings": {"ical_uid": "other"},
    "mfa_authenticator": {"type": "webauthn"},
    "org_feature_overrides": SPARE_FLAG,
    "socialaccount_socialtoken": {"app_id": None},
    "user_executive_assignments": COLLEAGUE | {"is_primary": False},
}
