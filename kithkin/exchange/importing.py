"""What the import commands share: find the file and the organisation, refuse with reasons, try or do."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.base import actor
from kithkin.base.actor import Actor, Counter
from kithkin.base.verdict import Refused
from kithkin.organisations.models import Organisation

from . import text
from .problems import BadFile, shortened
from .progress import Steps


class ImportCommand(BaseCommand):
    """A command that reads one file with `read` and keeps what is in it with `save`."""

    def read(self, content: str, **options: Any) -> Any:
        """The rows in the file; raises BadFile."""
        raise NotImplementedError

    def save(self, organisation: Organisation, rows: Any, *, by: Actor, **options: Any) -> str:
        """Keep the rows; the answer tells in a sentence what came of it."""
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", metavar="SLUG", help="whose data this is; needed when there are several")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        organisation = _organisation(options.pop("organisation"))
        try:
            with Steps(2) as steps:
                steps.next(_("Reading %(file)s") % {"file": file.name})
                rows = self.read(text.read(file), **options)
                steps.next(_("Saving"))
                told = self._keep(organisation, rows, dry_run, options)
        except BadFile as bad:
            raise CommandError(_report(file, bad)) from None
        except (OSError, Refused) as problem:
            raise CommandError(f"{file}: {getattr(problem, 'strerror', None) or problem}") from None
        self.stdout.write(_("Nothing was changed. This would happen:") if dry_run else self.style.SUCCESS(_("Done.")))
        self.stdout.write(told)

    def _keep(self, organisation: Organisation, rows: Any, dry_run: bool, options: dict) -> str:
        with transaction.atomic():
            told = self.save(organisation, rows, by=actor.system(organisation.pk, Counter.EXCHANGE), **options)
            transaction.set_rollback(dry_run)
        return told


def _organisation(slug: str | None) -> Organisation:
    found = list(Organisation.objects.filter(**({"slug": slug} if slug else {})).order_by("slug"))
    if len(found) == 1:
        return found[0]
    known = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True))
    if not known:
        raise CommandError(_("There is no organisation yet."))
    raise CommandError(_("Say for whom with --organisation: %(known)s.") % {"known": known})


def _report(file: Path, bad: BadFile) -> str:
    count = len(bad.problems)
    head = ngettext(
        "%(file)s was refused, nothing was changed. %(count)d problem:",
        "%(file)s was refused, nothing was changed. %(count)d problems:",
        count,
    ) % {"file": file, "count": count}
    return "\n".join([head, *shortened(list(map(str, bad.problems)))])
