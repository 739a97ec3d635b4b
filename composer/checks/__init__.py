"""Content findings, kinds of message, and the preflight of the whole audience."""
