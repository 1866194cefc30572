"""The outbox, the postman and what the letters look like."""
