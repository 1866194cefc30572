"""Which letters an operator has ticked."""

from kithkin.base import rows


class Ticked:
    """From the boxes of the list; what is no number is left out."""

    @staticmethod
    def read(query) -> list[int]:
        """The ids of the letters."""
        typed = query.getlist("letter")
        return [int(each) for each in typed if rows.is_id(each)]
