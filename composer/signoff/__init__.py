"""Identities, roster, policy, approvals and the release."""
