"""The doctor names what is wrong, and the remedy."""

import pytest

from kithkin.organisations.actions import open_point_of_sale
from kithkin.project import doctor
from tests import people


@pytest.mark.parametrize(
    ("check", "wrong", "remedy"),
    [
        (doctor.https_outside_the_demo, {"BASE_URL": "http://a.example.org", "DEMO": False}, "Set BASE_URL=https"),
        (doctor.https_outside_the_demo, {"BASE_URL": "https://a.example.org", "TRUSTED_PROXIES": []}, "name the proxy"),
        (
            doctor.proxies_that_can_be_trusted,
            {"TRUSTED_PROXIES": ["10.0.0.0/8", "0.0.0.0/0"]},
            "trusts all of 0.0.0.0/0",
        ),
        (doctor.proxies_that_can_be_trusted, {"TRUSTED_PROXIES": ["::/0", "::1"]}, "Name the proxies alone"),
        (doctor.a_secret_key_of_its_own, {"SECRET_KEY": "secret"}, "50 random characters"),
        (doctor.a_secret_key_of_its_own, {"SECRET_KEY": "x" * 60}, "50 random characters"),
        (doctor.no_debugging, {"DEBUG": True}, "Set DEBUG=0"),
        (doctor.no_debugging, {"DEMO": True, "BASE_URL": "https://a.example.org"}, "Set DEMO=0"),
        (doctor.the_mail_server_answers, {"DEMO": False, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1}, "Set EMAIL_URL"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(settings, check, wrong, remedy):
    for name, value in wrong.items():
        setattr(settings, name, value)

    [problem] = doctor.heard(check)

    assert remedy in problem


def test_missing_static_files_are_named(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    assert doctor.heard(doctor.static_files_are_there) == ["The static files are missing. Run `kithkin migrate`."]


@pytest.mark.django_db
def test_a_point_of_sale_whose_host_is_not_allowed_is_named(settings):
    settings.ALLOWED_HOSTS = ["shop.example.org"]
    organiser = people.organisation()
    for host in ("shop.example.org", "other.example.org"):
        open_point_of_sale(organiser, name=host, host=host, by=people.HOUSE)

    [problem] = doctor.heard(doctor.every_host_is_allowed)

    assert "other.example.org" in problem


@pytest.mark.django_db
def test_a_healthy_database_is_left_in_peace():
    assert doctor.heard(doctor.tables_are_up_to_date) == []
    assert doctor.heard(doctor.the_shared_cache_works) == []
