"""Recurring events (RFC 5545 §3.8.5), pure: dataclasses in, dataclasses out, no clock, every loop bounded."""

from .component import Component, Instance
from .rule import RecurrenceError
from .rule_check import check_rule
from .series import expand, series_end

__all__ = ["Component", "Instance", "RecurrenceError", "check_rule", "expand", "series_end"]
