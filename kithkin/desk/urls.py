"""Addresses of the desk: nouns only."""

from django.urls import path

from .views import (
    connections,
    contacts,
    documents,
    home,
    kinds,
    letters,
    limits,
    points_of_sale,
    policies,
    printing,
    records,
    signals,
    silent,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("contacts/", contacts.find, name="contacts"),
    path("contacts/<str:number>/", contacts.details, name="contact"),
    path("contacts/<str:number>/reason/", contacts.reason, name="reason"),
    path("contacts/<str:number>/connections/", connections.connections, name="connections"),
    path("contacts/<str:number>/connections/<str:connection>/request/", connections.send_request, name="send-request"),
    path("letters/", letters.letters, name="letters"),
    path("printing/", printing.letters, name="printing"),
    path("printing/letters.pdf", printing.file, name="printing-file"),
    path("letters/<int:letter>/", letters.letter, name="letter"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<slug:template>/<slug:language>/", documents.document, name="document"),
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.new, name="new-policy"),
    path("policies/<int:version>/", policies.policy, name="policy"),
    path("signals/", signals.signals, name="signals"),
    path("limits/", limits.limits, name="limits"),
    path("silent-members/", silent.silent_members, name="silent"),
    path("silent-members/<int:clearing>/restoration/", silent.restoration, name="silent-restoration"),
    path("relationships/", kinds.kinds, name="kinds"),
    path("relationships/<int:kind>/removal/", kinds.removal, name="kind-removal"),
    path("contacts/<str:number>/correction/", records.correction, name="correction"),
    path("contacts/<str:number>/erasure/", records.demand, name="erasure"),
    path("erasures/", records.demands, name="erasures"),
    path("erasures/<int:demand>/", records.settlement, name="erasure-settlement"),
    path("register/", records.register, name="register"),
    path("points-of-sale/", points_of_sale.points_of_sale, name="points-of-sale"),
    path("points-of-sale/<int:point>/characteristics/", points_of_sale.characteristics, name="characteristics"),
]
