"""The nouns of the product as frozen data: no I/O, no Qt, no database."""
