"""The WSGI entry point for gunicorn. As a database role that row-level security does not hold it does not start."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from accounts import least_power

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
least_power.insist()
# Once, before gunicorn forks; else every worker imports the pages while somebody waits for its first answer.
pages = get_resolver().url_patterns
