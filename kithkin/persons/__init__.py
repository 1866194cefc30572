"""What concerns one person's records on all floors: what is told of him, corrected, erased, kept and for how long."""
