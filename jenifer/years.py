"""How far calendars reach here, in files, over the API and on pages. Pure."""

FIRST_YEAR, LAST_YEAR = 1583, 2199
"""From the first whole Gregorian year (some programs date birthdays 1604) to where repetition ends."""
