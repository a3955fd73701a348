"""Telling people things: the service (notify), what goes out of the house, and when."""
