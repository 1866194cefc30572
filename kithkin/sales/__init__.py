"""From basket to ticket."""
