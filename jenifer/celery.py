"""Jobs run as whoever asked for them: ids travel in the headers, the database checks them again."""

import os
from functools import partial
from typing import Any

from celery import Celery, signals
from celery.contrib.django.task import DjangoTask
from django.db import transaction

from jenifer.principal import ANONYMOUS, Principal, current, enter, leave

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jenifer.settings")


class Job(DjangoTask):
    """A Celery task that carries its principal, captured when it is asked for (not when it commits)."""

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault("principal", list(current()))  # a retry keeps the first one
        return super().apply_async(args, kwargs, headers=headers, **options)

    def apply_async_on_commit(self, args: Any = None, kwargs: Any = None, **options: Any) -> None:
        headers = {"principal": list(current())} | (options.pop("headers", None) or {})
        ask = partial(self.apply_async, args, kwargs, headers=headers, **options)
        # What was committed stays done when the broker is away: a sweep finds the job again from its row.
        transaction.on_commit(ask, robust=True)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        self.apply_async_on_commit(args, kwargs)


@signals.task_prerun.connect
def take_principal(task: Any = None, **_: Any) -> None:
    who = (task.request.headers or {}).get("principal") or getattr(task.request, "principal", None)
    task.request.principal_token = enter(Principal(*who) if who else ANONYMOUS)


@signals.task_postrun.connect
def drop_principal(task: Any = None, **_: Any) -> None:
    leave(task.request.principal_token)


app = Celery("jenifer", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
app.autodiscover_tasks(["orgs.notifications"], related_name="jobs")
