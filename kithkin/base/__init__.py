"""Words everybody uses; no rows."""
