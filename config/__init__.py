"""Settings, front door, timetable: the only room that may know every app."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
