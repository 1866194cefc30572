"""What the journal calls things, in words for the person whom it concerns.

Of what a person did to others he is told only what stands here: some codes would say how the other one answered,
or whether an address was known.
"""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "access-code.sent": _("A code was mailed to you"),
    "access-code.used": _("The code from your mail was used"),
    "account.invited": _("A link to set a password was sent to you"),
    "account.opened": _("Your account was opened"),
    "account.password-set": _("Your password was set"),
    "connection.made": _("Somebody was added to a group"),
    "connection.kind-chosen": _("A relationship was chosen"),
    "connection.removed": _("Somebody was taken out of a group"),
    "consent.allowed": _("You allowed a lead"),
    "consent.asked-again": _("Somebody was asked again"),
    "consent.changed": _("You changed what a lead may see and do"),
    "consent.declined": _("You refused what a lead asked"),
    "consent.narrowed": _("Rights were given back"),
    "consent.renewed": _("You renewed what you had allowed"),
    "consent.withdrawn": _("You took back what you had allowed"),
    "contact.corrected": _("Your details were corrected"),
    "contact.read": _("An operator opened your sheet"),
    "contact.recognised": _("Your record was used when somebody added you"),
    "contact.registered": _("Your record was made"),
    "contact.told": _("You asked for everything we hold about you"),
    "erasure.demanded": _("An operator asked for your erasure"),
    "erasure.refused": _("Your erasure was called off"),
    "lead.blocked": _("You closed yourself to a lead"),
    "lead.unblocked": _("You let a lead ask again"),
    "order.paid": _("An order was paid"),
    "order.placed": _("An order was placed"),
    "payment.failed": _("A payment failed"),
    "payment.refunded": _("A payment was given back"),
    "ticket.taken-over": _("A ticket was made your own"),
}
# Whatever of these a person did to others would tell him of them.
OF_OTHERS = {code for code in WORDS if not code.startswith(("contact.", "account.", "access-code.", "erasure."))}
