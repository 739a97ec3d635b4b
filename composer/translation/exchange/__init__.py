"""Translations out to other tools and back; what comes back is hostile until it is read."""
