"""One module per page of the window; each holds one `Page` and knows no other page."""
