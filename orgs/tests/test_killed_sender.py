"""A sender killed outright, by the mail server it is just handing a letter to."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

from django.db import connections
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.models import Delivery
from orgs.tests.telling import Deadly, free_port, mail_server, send_due, states, tell

SENDER = """
import sys
import django
django.setup()
from jenifer.principal import acting_as
from orgs.notifications.jobs import send_due
with acting_as(sys.argv[1]):
    send_due()
"""


def test_what_a_killed_sender_had_handed_over_is_unknown_and_arrives_once(transactional_db: None) -> None:
    person = make_tenant().assistant
    tell(person)
    port, postbox = free_port(), Deadly()
    with mail_server(port, postbox):
        postbox.victim = start_sender(str(person.pk), port)
        postbox.victim.wait(60)
        assert (postbox.victim.returncode, states(person)) == (-signal.SIGKILL, ["sending"])
        with acting_as(person):
            Delivery.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
        send_due(person)
    assert (len(postbox.messages), states(person)) == (1, ["unknown"])


def start_sender(user_id: str, port: int) -> "subprocess.Popen[bytes]":
    """The job in a process of its own, as a worker runs it."""
    return subprocess.Popen([sys.executable, "-c", SENDER, user_id], env=own_environment(port))


def own_environment(port: int) -> dict[str, str]:
    """For a process beside the test: its database, and the mail server at that port."""
    database = connections["default"].settings_dict["NAME"]
    own = {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=database),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "jenifer.settings",
    }
    return os.environ | own
