"""The WSGI entry point for gunicorn. As a database role that row-level security does not hold it does not start."""

import os

from django.core.wsgi import get_wsgi_application

from accounts import least_power

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
least_power.insist()
