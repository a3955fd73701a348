from celery import shared_task
from django.db import connection


@shared_task
def forget_idempotency_keys() -> None:
    """Answers that are kept no longer, over all organizations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.forget_idempotency_keys()")
