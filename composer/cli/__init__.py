"""One command per stage."""
