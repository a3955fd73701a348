"""Who has news: said through Valkey, heard once a process, however many bells are open in it."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import redis
from django.conf import settings

logger = logging.getLogger(__name__)
PREFIX = "jenifer:bell:"
SECONDS_BEFORE_RETRY = 1.0
MOST_BELLS = 30  # of one person in one process: each holds a thread that others want too


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=5)


def wake(user_id: str) -> None:
    """Tell every open bell of this person, in whichever process, to look again."""
    _client().publish(PREFIX + user_id, "")


class Switchboard:
    """One listener, as a thread of its own, begun with the first bell (so after the server has forked)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bells: dict[str, set[threading.Event]] = defaultdict(set)
        self._listener: threading.Thread | None = None

    @contextmanager
    def bell(self, user_id: str) -> Iterator[threading.Event]:
        """An event that is set whenever this person has news, and after the connection was lost for a while."""
        event = threading.Event()
        with self._lock:
            self._bells[user_id].add(event)
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="bells", daemon=True)
                self._listener.start()
        try:
            yield event
        finally:
            with self._lock:
                self._bells[user_id].discard(event)
                if not self._bells[user_id]:
                    del self._bells[user_id]

    def has_room(self, user_id: str) -> bool:
        with self._lock:
            return len(self._bells.get(user_id, ())) < MOST_BELLS

    def _listen(self) -> None:
        while True:
            try:
                self._hear()
            except redis.RedisError as error:
                logger.warning("Bells wait for Valkey: %s", error)
                time.sleep(SECONDS_BEFORE_RETRY)

    def _hear(self) -> None:
        # Without a time limit: silence is no fault.
        with (
            redis.Redis.from_url(settings.REDIS_URL, health_check_interval=30) as client,
            client.pubsub() as ears,
        ):
            ears.psubscribe(PREFIX + "*")
            for message in ears.listen():
                if message["type"] == "psubscribe":
                    self._ring(None)  # whatever was said meanwhile has been missed
                elif message["type"] == "pmessage":
                    self._ring(message["channel"].decode().removeprefix(PREFIX))

    def _ring(self, user_id: str | None) -> None:
        with self._lock:
            wanted = [user_id] if user_id is not None else list(self._bells)
            events = [event for key in wanted for event in self._bells.get(key, ())]
        for event in events:
            event.set()


switchboard = Switchboard()
