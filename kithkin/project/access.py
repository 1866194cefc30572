"""Every page and who may open it: one table. A wall test compares it with the addresses that exist."""

from enum import Enum


class Who(Enum):
    """Whom a page lets in."""

    ANYBODY = "anybody"
    LINK = "whoever holds the mailed link"
    CUSTOMER = "a customer who has signed in"
    OPERATOR = "an operator of the organisation, with the power that the page asks for"


PAGES: dict[str, Who] = {
    # for whoever watches over the servers
    "live": Who.ANYBODY,
    "ready": Who.ANYBODY,
    # signing in
    "account_login": Who.ANYBODY,
    "account_logout": Who.ANYBODY,
    "account_inactive": Who.ANYBODY,
    "account_reauthenticate": Who.CUSTOMER,
    "account_change_password": Who.CUSTOMER,
}
