"""A plain Django page, the measure: 8 middlewares, one template, 1 query, 20 rows, served by the same server."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.plain"

from kithkin.project.settings import ALLOWED_HOSTS, DATABASES, SECRET_KEY  # noqa: E402

__all__ = ["ALLOWED_HOSTS", "DATABASES", "SECRET_KEY"]

INSTALLED_APPS = [
    "kithkin.organisations",
    "kithkin.contacts",
    "kithkin.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
AUTH_USER_MODEL = "accounts.Login"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench.plain_pages"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"rows.html": ""})],
                )
            ],
        },
    }
]
TEMPLATES[0]["OPTIONS"]["loaders"][0][1][0][1]["rows.html"] = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<form method="post">{% csrf_token %}</form>
<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.first_name }} {{ row.last_name }}</td>
<td>{{ row.created_at }}</td>{% if row.language == "en" %}<td>English</td>{% endif %}</tr>{% endfor %}</table>
{% for message in messages %}<p>{{ message }}</p>{% endfor %}</body></html>"""
USE_TZ = USE_I18N = True
