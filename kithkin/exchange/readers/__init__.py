"""One reader per format: from the text of a file to rows, or to everything that is wrong with it."""
