"""A campaign as a plain folder: the strict loader and the writer."""
