"""The parts of the page Accounts, which setting up uses as well."""
