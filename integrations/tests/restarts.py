"""PostgreSQL or Valkey restarted in the middle of a sync, on servers of its own: nobody else's tests are hurt.

`python -m integrations.tests.restarts HOME postgres|valkey`, with that home's addresses in the environment.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import scratch_database
from jenifer.embedded import postgres, valkey
from jenifer.embedded.home import Home

RESTARTS: dict[str, tuple[Callable[[Home], None], Callable[[Home], None]]] = {
    "postgres": (postgres.stop, postgres.start),
    "valkey": (valkey.stop, valkey.start),
}


def main() -> None:
    home, which = Home(Path(sys.argv[1]), is_test=True), sys.argv[2]
    with scratch_database(), TemporaryDirectory() as folder:
        from integrations.tests.at_work import Watched, celery_worker
        from integrations.tests.caldav_servers import running
        from integrations.tests.desks import Desk
        from integrations.tests.faults import Fault, bad_line

        with running("radicale", Path(folder)) as server, bad_line(server) as line:
            watched = Watched(Desk(server), line)
            with celery_worker():
                line.deal([Fault.HELD_AFTER_WRITE])
                watched.ask()
                line.until_held()
                _restart(home, which)
                line.let_go()
                watched.check_converges()


def _restart(home: Home, which: str) -> None:
    from django.db import connections

    for connection in connections.all():
        connection.close()
    stop, start = RESTARTS[which]
    with home.locked():
        stop(home)
        start(home)


if __name__ == "__main__":
    main()
