"""Hangs the counters in. Who may open which page stands in access.py."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from kithkin.project import health
from kithkin.shop.views import passkeys

# What we show of django-allauth, under names that people can read. Signing up and a forgotten password are pages of the
# shop; allauth is told where. The list of sessions waits for a page of its own.
sign_in = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("once-more/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-up/", RedirectView.as_view(pattern_name="shop:sign-up"), name="account_signup"),
    path("forgotten/", RedirectView.as_view(pattern_name="shop:password-link"), name="account_reset_password"),
    path("passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/once-more/", passkeys.once_more, name="mfa_reauthenticate_webauthn"),
    path("password/", account.password_change, name="account_change_password"),
]

urlpatterns = [
    path("", include("kithkin.shop.urls")),
    path("account/", include(sign_in)),
    path("desk/", include("kithkin.desk.urls")),
    *([path("", include("kithkin.demo.urls"))] if settings.DEMO else []),
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
]
