"""What pages of the shop ask for, one file per family."""
