import os

from django.conf import settings

from jenifer.celery import app


def test_each_worker_has_a_valkey_database_of_its_own():
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    assert settings.CACHES["default"]["LOCATION"] == settings.REDIS_URL
    assert app.conf.broker_url == settings.CELERY_BROKER_URL
    assert settings.CELERY_BROKER_URL.endswith(f"={number}") or settings.CELERY_BROKER_URL.endswith(
        f"/{number}"
    )
