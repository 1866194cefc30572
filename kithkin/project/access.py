"""Every page and who may open it: one table. A wall test compares it with the addresses that exist."""

from enum import Enum


class Who(Enum):
    """Whom a page lets in."""

    ANYBODY = "anybody"
    LINK = "whoever holds its address, which nobody can guess"
    LOGIN = "whoever has signed in, before it is settled for whom"
    CUSTOMER = "a customer who has signed in"
    MEMBER = "a person about himself: signed in, or for some minutes by a code from his mail"
    OPERATOR = "an operator of the organisation, with the power that the page asks for"


PAGES: dict[str, Who] = {
    # the shop
    "shop:home": Who.ANYBODY,
    "shop:privacy": Who.ANYBODY,
    "shop:privacy-version": Who.ANYBODY,
    "shop:help": Who.ANYBODY,
    "shop:language": Who.ANYBODY,
    "shop:brand": Who.ANYBODY,
    "shop:sign-up": Who.ANYBODY,
    "shop:password-link": Who.ANYBODY,
    "shop:set-password": Who.LINK,
    "shop:consent": Who.LINK,
    "shop:not-me": Who.LINK,
    "shop:not-me-request": Who.LINK,
    "shop:gone": Who.ANYBODY,
    "shop:new-address": Who.LINK,
    "shop:undo-address": Who.LINK,
    "shop:consent-receipt": Who.LINK,
    "shop:consent-receipt-data": Who.LINK,
    "shop:access-code": Who.LINK,
    "shop:ticket-link": Who.LINK,
    "shop:ticket-link-pdf": Who.LINK,
    "shop:pay": Who.LINK,
    "shop:acting": Who.MEMBER,
    "shop:acting-everybody": Who.MEMBER,
    "shop:acting-asking": Who.MEMBER,
    "shop:acting-closing": Who.MEMBER,
    "shop:acting-log": Who.MEMBER,
    "shop:acting-log-table": Who.MEMBER,
    "shop:acting-log-data": Who.MEMBER,
    "shop:acting-lead": Who.MEMBER,
    "shop:acting-preview": Who.MEMBER,
    "shop:acting-receipt": Who.MEMBER,
    "shop:acting-receipt-data": Who.MEMBER,
    "shop:season-ticket": Who.CUSTOMER,
    "shop:season-ticket-sum": Who.CUSTOMER,
    "shop:map": Who.CUSTOMER,
    "shop:block": Who.CUSTOMER,
    "shop:basket": Who.CUSTOMER,
    "shop:basket-extension": Who.CUSTOMER,
    "shop:basket-removal": Who.CUSTOMER,
    "shop:checkout": Who.CUSTOMER,
    "shop:confirmation": Who.CUSTOMER,
    "shop:orders": Who.CUSTOMER,
    "shop:order": Who.CUSTOMER,
    "shop:order-payment": Who.CUSTOMER,
    "shop:order-pdf": Who.CUSTOMER,
    "shop:tickets": Who.CUSTOMER,
    "shop:ticket-pdf": Who.CUSTOMER,
    "shop:ticket-ownership": Who.CUSTOMER,
    "shop:choice": Who.LOGIN,
    "shop:address": Who.CUSTOMER,
    "shop:code": Who.CUSTOMER,
    "shop:account": Who.CUSTOMER,
    "shop:data": Who.CUSTOMER,
    "shop:details": Who.CUSTOMER,
    "shop:erasure": Who.CUSTOMER,
    "shop:everything": Who.CUSTOMER,
    "shop:everything-data": Who.CUSTOMER,
    "shop:erased": Who.ANYBODY,
    "shop:friends": Who.CUSTOMER,
    "shop:person": Who.CUSTOMER,
    "shop:kind": Who.CUSTOMER,
    "shop:rights": Who.CUSTOMER,
    "shop:consent-request": Who.CUSTOMER,
    "shop:removal": Who.CUSTOMER,
    # the desk
    "desk:home": Who.OPERATOR,
    "desk:contacts": Who.OPERATOR,
    "desk:contact": Who.OPERATOR,
    "desk:connections": Who.OPERATOR,
    "desk:send-request": Who.OPERATOR,
    "desk:letters": Who.OPERATOR,
    "desk:letter": Who.OPERATOR,
    "desk:documents": Who.OPERATOR,
    "desk:document": Who.OPERATOR,
    "desk:policies": Who.OPERATOR,
    "desk:new-policy": Who.OPERATOR,
    "desk:policy": Who.OPERATOR,
    "desk:signals": Who.OPERATOR,
    "desk:limits": Who.OPERATOR,
    "desk:silent": Who.OPERATOR,
    "desk:silent-restoration": Who.OPERATOR,
    "desk:kinds": Who.OPERATOR,
    "desk:kind-removal": Who.OPERATOR,
    "desk:points-of-sale": Who.OPERATOR,
    "desk:characteristics": Who.OPERATOR,
    # the demo's mailbox; these pages do not exist elsewhere
    "demo:mailbox": Who.ANYBODY,
    "demo:letter": Who.ANYBODY,
    "demo:letter-file": Who.ANYBODY,
    # signing in
    "account_login": Who.ANYBODY,
    "account_logout": Who.ANYBODY,
    "account_signup": Who.ANYBODY,
    "account_reset_password": Who.ANYBODY,
    "account_inactive": Who.ANYBODY,
    "account_reauthenticate": Who.CUSTOMER,
    "account_change_password": Who.CUSTOMER,
    # for whoever watches over the servers
    "live": Who.ANYBODY,
    "ready": Who.ANYBODY,
}
