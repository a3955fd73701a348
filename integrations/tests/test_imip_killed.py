"""A sender killed outright, between handing a letter over and writing that down."""

import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jenifer.principal import acting_as
from jenifer.tests.invited import ANA, BEN, invite, make_house, move, send, states
from orgs.tests.telling import Deadly, free_port, mail_server, mailers_at
from orgs.tests.test_killed_sender import own_environment
from scheduling.models import AttendeeNotice

SENDER = """
import sys
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from integrations.imip.sending import send_due
from jenifer.principal import acting_as
with acting_as(sys.argv[1]):
    send_due(timezone.now() + timedelta(seconds=21))
"""


def test_a_killed_sender_tells_nobody_twice_and_the_rest_are_told(
    transactional_db: None, settings: Any
) -> None:
    tenant = make_house()
    move(tenant, invite(tenant, ANA, BEN))
    port, postbox = free_port(), Deadly()
    settings.MAILERS = mailers_at(port)
    with mail_server(port, postbox):
        postbox.victim = subprocess.Popen(
            [sys.executable, "-c", SENDER, str(tenant.assistant.pk)], env=own_environment(port)
        )
        postbox.victim.wait(60)
        assert postbox.victim.returncode == -signal.SIGKILL
        assert sorted(state for _who, state in states(tenant)) == ["sending", "waiting"]
        postbox.victim = None
        with acting_as(tenant.assistant):
            AttendeeNotice.objects.filter(state="sending").update(
                claimed_at=timezone.now() - timedelta(minutes=16)
            )
        send(tenant)
    assert sorted(state for _who, state in states(tenant)) == ["sent", "unknown"]
    assert len(postbox.messages) == 2
