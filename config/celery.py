"""The Celery application and its timetable.

PostgreSQL is the truth and Redis only a wake-up call, so the timetable is one-minute sweeps: each looks in the database
for what is due or stuck. Two beats, a lost message or a restarted broker change nothing but the minute.

A worker does not start as a database role that row-level security does not hold.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts import least_power

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("samlad")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    name: {
        "task": name,
        "schedule": settings.SWEEP_SECONDS,
        "options": {"expires": 0.9 * settings.SWEEP_SECONDS},
    }
    for name in (
        "accounts.tasks.sweep_accounts",
        "accounts.tasks.sweep_outbox",
        "accounts.tasks.sweep_log",
        "incidents.tasks.sweep_notices",
        "incidents.tasks.sweep_leftovers",
        "lagesbild.tasks.sweep_editions",
        "lagesbild.tasks.sweep_purge_papers",
        "promises.tasks.sweep_papers",
        "promises.tasks.sweep_reminders",
    )
}
# A night that is missed is made up for the night after: what is due stays due.
app.conf.beat_schedule["incidents.tasks.sweep_retention"] = {
    "task": "incidents.tasks.sweep_retention",
    "schedule": crontab(hour=3, minute=15),
}
app.conf.beat_schedule["incidents.tasks.sweep_strays"] = {
    "task": "incidents.tasks.sweep_strays",
    "schedule": crontab(hour=4, minute=15),
}


@worker_init.connect
def insist_on_least_power(**_kwargs: object) -> None:
    """End the worker; a fault of any other kind Celery would report and go on."""
    try:
        least_power.insist()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
