"""Who is coming?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.base.verdict import Refused
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.queries import Offer
from kithkin.sales import choosing, queries
from kithkin.sales.refusals import NotTogether, SoldOut
from kithkin.shop import candidates
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import signed_in
from kithkin.shop.forms.season import Coming
from kithkin.shop.places import seats_words, together


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def who(request: HttpRequest) -> HttpResponse:
    """Ask who comes, at which tariff and where; POST holds the best seats for them."""
    offer = catalogue.offer(request.actor.organisation_id)
    if offer is None:
        return _not_on_sale(request)
    if request.method == "POST":
        return _answered(request, Coming(offer, candidates.to_reckon(request), request.POST))
    return _asked(request, offer)


@require_POST
@signed_in
def total(request: HttpRequest) -> HttpResponse:
    """What it costs as it stands on the page, for the page to take over."""
    offer = catalogue.offer(request.actor.organisation_id)
    if offer is None:
        return _not_on_sale(request)
    form = Coming(offer, candidates.to_reckon(request), request.POST)
    return render(request, "shop/season/sum.html", {"form": form})


def _asked(request: HttpRequest, offer: Offer) -> HttpResponse:
    people = candidates.to_show(request, offer)
    basket = queries.basket_of(request.actor)
    form = Coming(offer, people, **(chosen_before(basket, people) if basket else {}))
    return _page(request, form, basket=basket)


def _answered(request: HttpRequest, form: Coming) -> HttpResponse:
    wish = request.POST.get("then", "seats")
    if wish == "sum" or not form.is_valid():
        return _once_more(request, form.offer)
    if wish == "map":
        return SeeOther(f"{resolve_url('shop:map')}?{urlencode(form.kept)}")
    try:
        return _hold(request, form)
    except NotTogether as refusal:
        return _agree(request, form, refusal)
    except SoldOut:
        return _sold_out(request, form)
    except Refused as refusal:
        return _once_more(request, form.offer, refusal)


def _hold(request: HttpRequest, form: Coming) -> HttpResponse:
    choosing.hold_best(
        form.offer,
        form.people,
        form.category_now.pk,
        pos=request.point_of_sale,
        by=request.actor,
        accept=form.accepted,
    )
    return see_other("shop:basket")


def _agree(request: HttpRequest, form: Coming, refusal: NotTogether) -> HttpResponse:
    """Not side by side: say how, before anything is taken."""
    choice = refusal.choice
    groups = [(len(group), seats_words(form.offer.geometry, group)) for group in choice.groups]
    return render(request, "shop/season/agree.html", {"form": form, "choice": choice, "groups": groups})


def _sold_out(request: HttpRequest, form: Coming) -> HttpResponse:
    """Say where so many seats are left; a page of its own when they are left nowhere."""
    enough = choosing.enough_in(form.offer, len(form.people), by=request.actor)
    if not enough:
        return render(request, "shop/season/sold_out.html", {"form": form})
    words = _("Not enough seats are left in %(category)s. There are enough in %(others)s.")
    others = together(category.name for category in enough)
    said = Refused(words % {"category": form.category_now.name, "others": others}, field="category")
    return _once_more(request, form.offer, said)


def _once_more(request: HttpRequest, offer: Offer, refusal: Refused | None = None) -> HttpResponse:
    """The same page with everything that was chosen, and what stands in the way."""
    form = Coming(offer, candidates.to_show(request, offer), request.POST)
    form.is_valid()
    if refusal:
        form.add_error(refusal.field if refusal.field in form.fields else "who", refusal.message)
    return _page(request, form, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: Coming, *, basket=None, status: int = 200) -> HttpResponse:
    return render(request, "shop/season/who.html", {"form": form, "basket": basket}, status=status)


def _not_on_sale(request: HttpRequest) -> HttpResponse:
    product = catalogue.next_product(request.actor.organisation_id)
    return render(request, "shop/season/not_on_sale.html", {"product": product})


def chosen_before(basket: queries.FullBasket, people: list[candidates.Candidate]) -> dict:
    """What the form starts with when seats are held already."""
    keys = {who.contact_id: who.key for who in people}
    seats = [seat for seat in basket.seats if seat.holder_id in keys]
    tariffs = {f"tariff-{keys[seat.holder_id]}": seat.tariff.code for seat in seats}
    return {"who": [keys[seat.holder_id] for seat in seats], "category": basket.seats[0].seat.category.code, **tariffs}
