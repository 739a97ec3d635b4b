"""What the Translate page is made of: units, their chips, what helps, files, languages."""
