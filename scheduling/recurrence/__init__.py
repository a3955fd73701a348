"""Recurring events (RFC 5545 §3.8.5), pure: dataclasses in, dataclasses out, no clock, every loop bounded."""

from scheduling.recurrence.component import Component, Instance
from scheduling.recurrence.rule import RecurrenceError
from scheduling.recurrence.rule_check import check_rule
from scheduling.recurrence.series import expand, series_end

__all__ = ["Component", "Instance", "RecurrenceError", "check_rule", "expand", "series_end"]
