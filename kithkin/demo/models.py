"""Letters that the demo kept instead of sending them."""

from django.db import models


class KeptLetter(models.Model):
    """One mail as its reader would have got it; exists in the demo only (design decision 25)."""

    at = models.DateTimeField()
    sender = models.TextField()
    to = models.CharField(max_length=320)
    subject = models.TextField()
    text = models.TextField()
    whole = models.TextField()  # the message as it would have travelled: headers, text and HTML

    class Meta:
        indexes = [models.Index(fields=["to", "-id"], name="kept_letters_of_one")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
