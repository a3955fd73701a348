"""The house itself: settings, the engine that binds the tenant, jobs, local servers."""

from jenifer.celery import app as celery_app

__all__ = ["celery_app"]
