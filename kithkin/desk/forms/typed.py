"""How operators type of others: the browser of a counter, which has many hands, keeps none of it."""

WORDS = {"autocomplete": "off"}
NUMBER = {"autocomplete": "off", "inputmode": "numeric"}
