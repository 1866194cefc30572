"""Documents: the organiser's own words for his letters, tried and previewed before anybody reads them."""

import pytest
from django.conf import settings as house
from django.core import mail

from kithkin.accounts.models import StaffPost
from kithkin.audit.models import Entry
from kithkin.base.actor import Power, operator
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.connections.models import ConsentEvent, ConsentText
from kithkin.desk import documents
from kithkin.mail import postman
from kithkin.mail.models import Letter, LetterText, LetterTrial
from kithkin.mail.wording import Wording
from kithkin.project.documents import DOCUMENTS
from kithkin.project.letters import TABLE
from tests.people import connect, organisation, register

PAGE = "/desk/documents/consent-request/en/"
SUBJECT = "{{ lead }} would like to buy tickets with you"
BODY = (
    "Dear {{ member }},\n\nyou may say yes or no. {{ lead }} could then\n\n- {{ opens }}\n\n[[Answer|{{ link }}]]\n\n"
)
BODY += "How {{ club }} works: {{ policy }}"


def do(browser, deed: str, subject: str = SUBJECT, body: str = BODY, page: str = PAGE, **more):
    typed = {"subject": subject, "body": body.replace("\n", "\r\n"), "do": deed, **more}
    return browser.post(page, typed, follow=True)


def journal() -> list[tuple]:
    found = Entry.objects.filter(what__startswith="document.").order_by("pk")
    return [(each.what, each.facts["template"], each.facts["language"], each.kind) for each in found]


def letter_to_blaise(family):
    connect(family.andrew, family.blaise)
    postman.deliver(TABLE)
    [sent] = [each for each in mail.outbox if each.to == ["canary.blaise@example.org"]]
    return sent


def test_the_list_names_every_document_by_type_and_class_in_every_language(hana):
    answer = hana.get("/desk/documents/")

    for document in DOCUMENTS:
        assert str(document.called) in answer.text
        for language, _name in house.LANGUAGES:
            assert f'href="/desk/documents/{document.template}/{language}/"' in answer.text
    assert "Request contact connection consent" in answer.text
    assert answer.text.count("House&#x27;s text") + answer.text.count("House's text") == len(DOCUMENTS) * len(
        house.LANGUAGES
    )


@pytest.mark.parametrize("language", [code for code, _ in house.LANGUAGES])
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.template)
def test_each_begins_with_the_houses_text_and_explains_its_placeholders(hana, document, language):
    answer = hana.get(f"/desk/documents/{document.template}/{language}/")

    assert answer.status_code == 200
    assert answer.context["form"]["subject"].value()
    for each in document.placeholders:
        assert each.typed in answer.text
        assert not each.needed or each.typed in answer.context["version"].wording.text
    assert "http://testserver/…" in answer.context["paper"].text


@pytest.mark.parametrize("page", ["/desk/documents/unheard-of/en/", "/desk/documents/consent-request/xx/"])
def test_there_are_no_others(hana, page):
    assert hana.get(page).status_code == 404


def test_what_is_saved_goes_out_from_now_on_and_is_in_the_journal(hana, family):
    said = do(hana, "save").text

    sent = letter_to_blaise(family)
    assert "Saved. From now on these letters go out in your words." in said
    assert sent.subject == "Andrew Smith would like to buy tickets with you"
    assert "Dear Blaise Smith,\n\nyou may say yes or no. Andrew Smith could then\n\n- see your email" in sent.body
    assert "Answer: http://testserver/consent/" in sent.body
    shown = ConsentEvent.objects.get(what="asked").shown
    kept = ConsentText.objects.get(hash=shown["text_hash"], version=0).body
    assert "you may say yes or no. {{ lead }} could then" in kept and "- see your email" in kept, "the proof has them"
    assert journal() == [("document.saved", "consent-request", "en", "operator")]
    assert "Own text" in hana.get("/desk/documents/").text


def test_saving_again_keeps_one_text(hana):
    do(hana, "save")
    do(hana, "save", subject="Another subject")

    assert [text.text.splitlines()[0] for text in LetterText.objects.all()] == ["Another subject"]


def test_what_cannot_be_sent_is_refused_in_words_and_stays_typed(hana):
    typed = BODY.replace("{{ policy }}", "{{ wage }} canary-typed")

    answer = do(hana, "save", subject="", body=typed)
    again = do(hana, "save", body=typed)

    assert "Write a subject." in answer.text and "canary-typed" in answer.text
    assert "{{ policy }} is missing: The address of your privacy policy." in again.text
    assert "This letter has no placeholder {{ wage }}." in again.text
    assert "canary-typed" in again.text and SUBJECT in again.text
    assert not LetterText.objects.exists()
    assert journal() == []


def test_a_preview_shows_what_is_typed_and_saves_nothing(hana):
    answer = do(hana, "preview")

    assert "Andrew Smith would like to buy tickets with you" in answer.text
    assert "Preview, not saved yet" in answer.text
    assert "<li>pay your reservations</li>" in answer.text
    assert "http://testserver/consent/" not in answer.text
    assert BODY.splitlines()[2] in answer.text
    assert not LetterText.objects.exists()


def test_a_test_goes_to_the_operators_own_address_marked_and_without_a_working_link(hana):
    said = do(hana, "test").text
    postman.deliver(TABLE)

    [sent] = mail.outbox
    assert "The test is on its way to the address you sign in with." in said
    assert SUBJECT in said
    assert sent.to == ["hana@example.org"]
    assert sent.subject == "Test: Andrew Smith would like to buy tickets with you"
    assert "This is a test of the document" in sent.body
    assert "Answer: http://testserver/…" in sent.body
    assert "/consent/" not in sent.body + str(sent.alternatives)
    assert not LetterText.objects.exists()
    assert journal() == [("document.tested", "consent-request", "en", "operator")]


def test_two_tests_are_two_letters_of_one_trial(hana):
    do(hana, "test")
    do(hana, "test", subject="Shorter")
    postman.deliver(TABLE)

    assert LetterTrial.objects.count() == 1
    assert {each.subject for each in mail.outbox} == {"Test: Shorter"}
    assert len(mail.outbox) == 2


def test_the_outbox_holds_no_text_of_a_test(hana):
    do(hana, "test")

    [letter] = Letter.objects.all()
    assert (letter.template, letter.contact_id) == ("document-test", 0)
    assert list(letter.facts) == ["trial"]
    assert "The operator who tested it" in hana.get("/desk/letters/").text
    assert "Test: Andrew Smith" in hana.get(f"/desk/letters/{letter.pk}/").text


def test_a_test_does_not_go_to_who_has_lost_his_post(hana, shop):
    do(hana, "test")
    StaffPost.objects.all().delete()

    postman.deliver(TABLE)

    assert (mail.outbox, Letter.objects.get().state) == ([], "dropped")


def test_back_to_the_houses_text_asks_first(hana, family):
    do(hana, "save")

    asked = do(hana, "house")
    kept = LetterText.objects.count()
    said = do(hana, "house", sure="1")

    assert "Back to the house" in asked.text and kept == 1
    assert "These letters go out in the house" in said.text
    assert letter_to_blaise(family).subject == "Andrew Smith asks to look after tickets with you"
    assert [what for what, *_ in journal()] == ["document.saved", "document.restored"]


def test_one_language_does_not_change_another(hana, family):
    do(hana, "save", page="/desk/documents/consent-request/de/")

    assert letter_to_blaise(family).subject == "Andrew Smith asks to look after tickets with you"


def test_a_text_that_no_longer_fits_is_told_and_the_houses_goes_out(hana, family):
    do(hana, "save")
    LetterText.objects.update(text="Old\n\nwithout what came to be needed")

    assert "Your text no longer has all that this letter needs" in hana.get(PAGE).text
    assert "Needs a look" in hana.get("/desk/documents/").text
    assert letter_to_blaise(family).subject == "Andrew Smith asks to look after tickets with you"


def test_another_organisations_words_are_not_seen_and_not_used(hana, family):
    elsewhere = organisation("elsewhere")
    version = documents.version(elsewhere.pk, "consent-request", "en")
    by = operator(1, elsewhere.pk, [Power.EDIT_DOCUMENTS])
    documents.save(version, Wording(version.document, f"{SUBJECT}\n\n{BODY}"), by=by)

    assert "would like to buy" not in hana.get(PAGE).text
    assert letter_to_blaise(family).subject == "Andrew Smith asks to look after tickets with you"
    with pytest.raises(NotAllowed):
        documents.restore(version, by=operator(1, family.organisation.pk, [Power.EDIT_DOCUMENTS]))


@pytest.mark.parametrize("deed", ["save", "preview", "test", "house"])
def test_without_the_power_nothing_is_changed_or_sent(shop, sit_down, deed):
    clerk = sit_down(shop.organisation, *(power for power in Power if power is not Power.EDIT_DOCUMENTS))

    assert do(clerk, deed, sure="1").status_code == 403
    assert not LetterText.objects.exists() and not Letter.objects.exists()


@pytest.mark.parametrize("deed", ["save", "send_test"])
def test_the_action_refuses_what_the_form_would(family, deed):
    version = documents.version(family.organisation.pk, "consent-request", "en")
    by = operator(1, family.organisation.pk, [Power.EDIT_DOCUMENTS])

    with pytest.raises(Refused, match="is missing"):
        getattr(documents, deed)(version, Wording(version.document, "Hello\n\nyou"), by=by)


def test_an_unknown_deed_is_refused(hana):
    assert do(hana, "burn").status_code == 400


def test_no_contact_is_read_for_a_preview(hana, family):
    register(family.organisation, "Canary", "Person")

    assert "Canary" not in do(hana, "preview").text


def test_the_pages_cost_a_fixed_number_of_queries(hana, django_assert_num_queries):
    hana.get(PAGE)
    for _ in range(2):
        with django_assert_num_queries(3):  # 2 to get in; the texts
            hana.get("/desk/documents/")
        with django_assert_num_queries(4):  # and who signs
            hana.get(PAGE)
        do(hana, "save")
