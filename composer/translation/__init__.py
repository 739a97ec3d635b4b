"""The message cut into units, its catalogues, parity and the choice of a locale."""
