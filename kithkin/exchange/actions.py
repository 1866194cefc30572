"""What an import does once its file has been read: all of it, or nothing."""

from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.catalogue import actions as catalogue
from kithkin.catalogue.models import Season, SeatingPlan
from kithkin.catalogue.rows import Saved
from kithkin.organisations.models import Organisation
from kithkin.sales.actions.season import cover

from .readers.fixtures import Fixtures


@action
def save_fixtures(
    organisation: Organisation, fixtures: Fixtures, plan: SeatingPlan, *, season_name: str = "", by: Actor
) -> tuple[Season, Saved]:
    """The season and its home matches; a season that is there already keeps the plan that it has seats on.

    Season tickets that are sold hold for matches that come later, too.
    """
    name = season_name or fixtures.name
    known = Season.objects.filter(organisation=organisation, name=name).select_related("plan").first()
    days = [match.date for match in fixtures.matches]
    season = catalogue.plan_season(
        organisation, name=name, starts=min(days), ends=max(days), plan=known.plan if known else plan, by=by
    )
    saved = catalogue.save_matches(season, list(fixtures.matches), by=by)
    if saved.added:
        cover(season, by=by)
    return season, saved
