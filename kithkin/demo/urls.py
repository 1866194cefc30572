"""The addresses of the mailbox, hung in by the demo only."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:letter_id>/", views.letter, name="letter"),
    path("mailbox/<int:letter_id>/letter.eml", views.letter_file, name="letter-file"),
]
