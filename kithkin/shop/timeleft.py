"""How long the seats of a basket are still kept."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from kithkin.base import clock
from kithkin.sales.queries import FullBasket

OFFERED_UNDER = 5


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """In words for the timer; the extension is offered in the last minutes only."""

    full: FullBasket

    @property
    def until(self) -> datetime:
        return self.full.held_until

    @property
    def seconds(self) -> int:
        return max(0, ceil((self.until - clock.now()).total_seconds()))

    @property
    def minutes(self) -> int:
        return ceil(self.seconds / 60)

    @property
    def more(self) -> int:
        """How many minutes can be had once more; 0 when none, or not yet."""
        offered = self.full.may_extend and self.minutes <= OFFERED_UNDER
        return self.full.basket.organisation.extension_minutes if offered else 0

    @property
    def look_again_in(self) -> int:
        """After how many seconds the page should ask whether more can be had; 0 for never."""
        return self.seconds - OFFERED_UNDER * 60 + 1 if self.full.may_extend and not self.more else 0
