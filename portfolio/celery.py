"""Which Celery application do worker and beat run?"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")

app = Celery("plumbline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # threads of the web process too send to our broker
app.autodiscover_tasks()
