"""Takes turns of connections, each in a forked process that can be killed outright.

`python -m integrations.tests.turner`: a line "INTEGRATION OWNER" is answered with the id of a process that waits; the
line "go" lets it begin, and is answered with how it ended: an exit code, or the number of the signal, negated.
"""

import os
import sys
import traceback
from typing import NoReturn
from uuid import UUID

import django

SYNCED, NOT_SYNCED, BROKEN = 0, 3, 1


def main() -> None:
    django.setup()
    _look_around()
    for line in sys.stdin:
        integration, owner = line.split()
        gate, lever = os.pipe()
        if not (worker := os.fork()):
            os.close(lever)
            os.read(gate, 1)
            _exit_after_turn(UUID(integration), UUID(owner))
        os.close(gate)
        print(worker, flush=True)
        sys.stdin.readline()
        os.write(lever, b"g")
        os.close(lever)
        _pid, status = os.waitpid(worker, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _look_around() -> None:
    """What takes long to import or to read, once; and nobody waits as long as in production."""
    from integrations import jobs, remotes
    from jenifer import outbound
    from jenifer.outbound import Limits

    remotes.CALENDARS = Limits(silent_seconds=1, whole_seconds=30, most_bytes=256_000_000)
    outbound._trust()
    assert jobs


def _exit_after_turn(integration: UUID, owner: UUID) -> NoReturn:
    code = BROKEN
    try:
        code = _turn(integration, owner)
    finally:
        if code == BROKEN:
            traceback.print_exc()
        os._exit(code)


def _turn(integration: UUID, owner: UUID) -> int:
    from django.utils import timezone

    from integrations.remotes import open_remote
    from integrations.sync.turn import take_turn
    from jenifer.principal import acting_as

    with acting_as(owner):
        tally = take_turn(integration_id=integration, open_remote=open_remote, now=timezone.now())
    return NOT_SYNCED if tally is None else SYNCED


if __name__ == "__main__":
    main()
