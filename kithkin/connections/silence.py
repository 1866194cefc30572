"""Who has been silent to a lead, as the lead himself sees it: whatever a member has said, the same days pass.

Asked and unanswered, declined, withdrawn and lapsed count from the moment at which the lead saw it begin: his own
last press, or the day on which what was open ended (design decision 13). Where nobody was asked yet, none begins.
"""

from . import rules

# SQL over rules.FROM, without what is open now.
STANDS = f"""c.removed_at IS NULL AND NOT {rules.ACTIVE}
AND NOT (c.asked_at = c.made_at AND (c.by_switch OR c.how = 'import'))"""


def since(moment: str) -> str:
    """The condition, in SQL over rules.FROM, that a silence had begun by this moment, itself written in SQL."""
    return f"""(c.asked_at <= {moment} AND NOT EXISTS (
    SELECT 1 FROM connections_consent said WHERE said.connection_id = c.id AND (
        (said.state = 'allowed' AND said.ends_at > {moment})
        OR (said.state = 'withdrawn' AND said.answered_at > {moment} AND said.ends_at > {moment})
        OR (said.state = 'declined' AND said.answered_at > {moment} AND NOT o.consent_on))))"""
