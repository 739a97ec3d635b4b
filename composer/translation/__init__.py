"""The message cut into units, its catalogues, its checks and the choice of a locale."""
