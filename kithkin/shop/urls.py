"""Addresses of the shop: nouns only."""

from django.urls import path
from django.views.i18n import set_language

from .views import account, basket, checkout, consent, friends, home, orders, payment, season, seats, texts, tickets

app_name = "shop"
urlpatterns = [
    path("", home.home, name="home"),
    path("season-ticket/", season.who, name="season-ticket"),
    path("season-ticket/sum/", season.total, name="season-ticket-sum"),
    path("season-ticket/map/", seats.stands, name="map"),
    path("season-ticket/map/<int:block>/", seats.block, name="block"),
    path("basket/", basket.basket, name="basket"),
    path("basket/extension/", basket.extension, name="basket-extension"),
    path("basket/removal/", basket.removal, name="basket-removal"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("pay/<str:payment>/", payment.pretend, name="pay"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/confirmation/", checkout.confirmation, name="confirmation"),
    path("orders/<str:number>/payment/", orders.pay, name="order-payment"),
    path("orders/<str:number>/tickets.pdf", tickets.order_pdf, name="order-pdf"),
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<str:ticket>/ticket.pdf", tickets.pdf, name="ticket-pdf"),
    path("account/", account.account, name="account"),
    path("account/new/", account.sign_up, name="sign-up"),
    path("account/password-link/", account.password_link, name="password-link"),
    path("account/friends/", friends.friends, name="friends"),
    path("account/friends/<str:connection>/consent-request/", friends.ask_again, name="consent-request"),
    path("account/friends/<str:connection>/removal/", friends.removal, name="removal"),
    path("consent/<str:token>/", consent.consent, name="consent"),
    path("password/<str:token>/", account.set_password, name="set-password"),
    path("privacy/", texts.privacy, name="privacy"),
    path("help/", texts.help_page, name="help"),
    path("language/", set_language, name="language"),
    path("brand-<int:hue>.css", texts.brand, name="brand"),
]
