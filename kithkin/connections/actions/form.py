"""At the desk, for people without an email: what they signed, taken down by one operator and confirmed by a second."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.connections import answers, asking, forms, guardians, proof, queries, rules
from kithkin.connections.form_rows import SignedForm
from kithkin.connections.forms import Signed
from kithkin.connections.models import Connection, Consent, Refusal
from kithkin.connections.scopes import Scope
from kithkin.connections.states import State, move
from kithkin.organisations import queries as organisations


@action
def take_down(connection: Connection, signed: Signed, *, by: Actor) -> SignedForm:
    """Write down what the paper says; a second operator has to confirm it within 14 days."""
    rules.may_record(by, connection).require()
    queries.hold_still(connection)
    _require_standing(connection)
    forms.require_own_word(connection)
    forms.require_valid(connection, signed.signed_on)
    _put_old_aside(connection)
    form = SignedForm(
        organisation_id=connection.organisation_id,
        connection=connection,
        reference=signed.reference,
        signed_on=signed.signed_on,
        scopes=sorted(signed.scopes),
        text_id=forms.kept_text(connection, signed.language),
        policy=signed.policy,
        made_by=by.login_id,
        made_at=clock.now(),
    )
    _insert(form)
    journal.write("form.taken-down", by=by, about=connection, form=form.pk, scopes=form.scopes)
    return form


@action
def confirm_form(form: SignedForm, *, by: Actor) -> Consent:
    """The second operator has seen the paper, too: from now on it is the member's consent."""
    connection = form.connection
    rules.may_record(by, connection).require()
    Verdict(by.login_id != form.made_by, _("Somebody else has to confirm this.")).require()
    queries.hold_still(connection)
    _require_standing(connection)
    if form.made_at <= clock.now() - forms.LASTS:
        raise WrongMove(_("This form has waited too long. Take it down again."))
    forms.require_own_word(connection)
    forms.require_valid(connection, form.signed_on, since=form.made_at)
    _settle(form, SignedForm.State.DONE, by)
    consent = _allowed(form)
    Refusal.objects.filter(member_id=connection.child_id, lead_id=connection.parent_id).delete()
    shown = {"text": form.text.version, "text_hash": form.text_id, "language": form.text.language}
    policy = organisations.policy_version_of(connection.organisation, form.policy, form.text.language)
    shown |= {"policy": form.policy, **policy.shown, "signed_on": form.signed_on.isoformat()}
    shown |= {"taken_down_by": form.made_by, "confirmed_by": by.login_id}
    sealed = {"form": form.reference}
    proof.add(connection, "allowed-at-desk", by=by, consent=consent, shown=shown, sealed=sealed)
    journal.write("consent.allowed-at-desk", by=by, about=connection, form=form.pk, scopes=form.scopes)
    answers.send_receipt(consent, by)
    return consent


@action
def put_form_aside(form: SignedForm, *, by: Actor) -> None:
    """Either operator finds that it does not count."""
    rules.may_record(by, form.connection).require()
    _settle(form, SignedForm.State.ASIDE, by)
    journal.write("form.put-aside", by=by, about=form.connection, form=form.pk)


@action
def say_no(connection: Connection, *, by: Actor, for_good: bool = False) -> Consent:
    """What the member tells an operator, who needs no form and nobody else for it: no, or no longer."""
    rules.may_record(by, connection).require()
    queries.hold_still(connection)
    _require_standing(connection)
    Verdict(guardians.on(connection) is None, _("This is a guardianship. End it under Guardians.")).require()
    consent = queries.latest(connection) or asking.reopen(connection)
    if consent.state == State.ALLOWED:
        answers.close(consent, State.WITHDRAWN)
        proof.add(connection, "withdrawn-at-desk", by=by, consent=consent)
    else:
        answers.close(consent, State.DECLINED)
        proof.add(connection, "declined-at-desk", by=by, consent=consent)
    if for_good:
        answers.refuse(connection)
    SignedForm.objects.filter(connection=connection, state=SignedForm.State.OPEN).update(**_aside(by))
    journal.write("consent.said-no-at-desk", by=by, about=connection, for_good=for_good)
    answers.send_receipt(consent, by)
    return consent


def _allowed(form: SignedForm) -> Consent:
    """The round that waits, or a new one after an answer that is over."""
    last = queries.latest(form.connection)
    is_over = last is None or last.state not in (State.ASKED, State.ALLOWED)
    consent = asking.reopen(form.connection) if is_over else last
    ends_at = forms.ends_at(form.connection, form.signed_on)
    columns = {str(scope): scope in form.scopes for scope in Scope}
    move(consent, State.ALLOWED, answered_at=clock.now(), ends_at=ends_at, reminded_at=None, **columns)
    return consent


def _require_standing(connection: Connection) -> None:
    if connection.removed_at:
        raise WrongMove(_("This connection has ended."))


def _put_old_aside(connection: Connection) -> None:
    old = SignedForm.objects.filter(
        connection=connection, state=SignedForm.State.OPEN, made_at__lte=clock.now() - forms.LASTS
    )
    old.update(state=SignedForm.State.ASIDE, settled_at=clock.now())


def _insert(form: SignedForm) -> None:
    """The database knows a form that waits already, and a number that counted before."""
    standing = SignedForm.objects.exclude(state=SignedForm.State.ASIDE)
    if standing.filter(organisation=form.organisation_id, reference=form.reference).exists():
        raise Refused(_("This form was taken down before. Each one counts once."), field="reference")
    try:
        form.save(force_insert=True)
    except IntegrityError:
        raise WrongMove(_("A form of this connection waits for confirmation already.")) from None


def _settle(form: SignedForm, state: str, by: Actor) -> None:
    still = SignedForm.objects.filter(pk=form.pk, state=SignedForm.State.OPEN)
    if not still.update(**{**_aside(by), "state": state}):
        raise WrongMove(_("This is settled already."))


def _aside(by: Actor) -> dict:
    return {"state": SignedForm.State.ASIDE, "settled_by": by.login_id, "settled_at": clock.now()}
