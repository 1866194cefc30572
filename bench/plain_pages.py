"""The plain page's address, view and application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.plain")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from kithkin.contacts.models import Contact  # noqa: E402


def page(request):
    """Twenty rows."""
    return render(request, "rows.html", {"title": "Twenty rows", "rows": Contact.objects.order_by("pk")[:20]})


urlpatterns = [path("", page)]
