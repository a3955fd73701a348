"""Two tenants and visitors over one small pool of connections, while its backends are being killed."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connections

from jenifer.tests.catalogue.attempts import connect
from jenifer.tests.catalogue.rows import House

THREADS, CONNECTIONS = 6, 3
PAUSE_BETWEEN_KILLS, LONGEST = 0.03, 30  # seconds
NAME = "chaos"
# Of what is at work or was just now: a pool that finds all its idle connections dead waits longer and longer.
KILL = f"""
SELECT count(pg_terminate_backend(pid)) FROM (
  SELECT pid FROM pg_stat_activity
  WHERE application_name = '{NAME}' AND datname = current_database()
    AND (state <> 'idle' OR state_change > clock_timestamp() - interval '10 milliseconds')
  ORDER BY random() LIMIT 1) one
"""

# What an operation saw or changed: the organizations of the rows. It raises when its backend is killed.
type Operation = Callable[[Any, House | None, Random], list[UUID]]


@dataclass
class Tally:
    """`wrong` counts rows of the other tenant, any row at all for a visitor, and own rows not found."""

    operations: int = 0
    rows: int = 0
    wrong: int = 0
    interrupted: int = 0
    kills: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, house: House | None, organizations: list[UUID]) -> None:
        wanted = {house.org} if house else set()
        with self.lock:
            self.operations += 1
            self.rows += len(organizations)
            self.wrong += sum(org not in wanted for org in organizations) + (
                not organizations and bool(house)
            )


@contextmanager
def pooled(engine: str) -> Iterator[str]:
    """The alias of a pool of the application's connections through this engine."""
    given = connections["default"].settings_dict
    options = {**given["OPTIONS"], "application_name": NAME}
    options["pool"] = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 5}
    connections.settings[NAME] = {**given, "ENGINE": engine, "OPTIONS": options, "CONN_MAX_AGE": 0}
    try:
        yield NAME
    finally:
        pool: Any = connections[NAME]
        pool.close_pool()
        del connections[NAME], connections.settings[NAME]


def let_loose(alias: str, operation: Operation, houses: tuple[House, House], operations: int) -> Tally:
    """Complete so many operations, interleaved over the threads; an interrupted one does not count."""
    tally, is_over = Tally(), threading.Event()
    killer = threading.Thread(target=_kill, args=(tally, is_over))
    killer.start()
    try:
        with ThreadPoolExecutor(THREADS) as crowd:
            share = operations // THREADS + 1
            done = [
                crowd.submit(_work, alias, operation, houses, share, seed, tally) for seed in range(THREADS)
            ]
        for each in done:
            each.result()
    finally:
        is_over.set()
        killer.join()
    return tally


def _work(
    alias: str, operation: Operation, houses: tuple[House, House], share: int, seed: int, tally: Tally
) -> None:
    chance, done, connection = Random(seed), 0, connections[alias]
    deadline = time.monotonic() + LONGEST
    while done < share and time.monotonic() < deadline:
        house = chance.choice((*houses, None))
        try:
            tally.add(house, operation(connection, house, chance))
            done += 1
        except (DatabaseError, InterfaceError):
            with tally.lock:
                tally.interrupted += 1
        finally:
            with suppress(DatabaseError, InterfaceError):
                connection.close()  # the end of a request: back to the pool


def _kill(tally: Tally, is_over: threading.Event) -> None:
    with connect("default") as connection:
        while not is_over.is_set():
            found = connection.execute(KILL).fetchone()
            tally.kills += found[0] if found else 0
            time.sleep(PAUSE_BETWEEN_KILLS)
