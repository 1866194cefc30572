"""The shop's own settings; statements can be written down, and mail goes out over SMTP even from the demo club.

Nothing goes by the clock: the daily search through all contacts would be counted with an order that it meets.
"""

from kithkin.project.settings import *  # noqa: F403
from kithkin.project.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, Q_CLUSTER, ROOT_URLCONF

__all__ = ["DATABASES", "INSTALLED_APPS", "MIDDLEWARE", "Q_CLUSTER", "ROOT_URLCONF"]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DATABASES["default"]["ENGINE"] = DATABASES["default"]["ENGINE"].replace("django.db.backends", "bench.engines")
Q_CLUSTER["scheduler"] = False
