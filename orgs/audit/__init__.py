"""The log of changes as people read it: filtered, with names for ids, as a page, a file and an API."""
