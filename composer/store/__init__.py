"""The workspace on disk: tables, queries, migrations, locks and content files."""
