import logging
import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


KEYS = re.compile(r"(/(?:feeds|answer)/)[^/\s]+")


class OneLine(logging.Formatter):
    """A message is one line, whatever stands in it: an address with a line break makes no second entry.

    The address of a private feed is its key, as that of an answer page is, and is left out.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # logging's own name
        record.message = KEYS.sub(r"\1…", CONTROL.sub(_escaped, record.message))
        return super().formatMessage(record)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()
