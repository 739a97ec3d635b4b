"""How finished bytes leave: SMTP, practice, files; and mailboxes that are read back."""
