"""What a person does in each stage: the pure parts joined with what is stored, wired by hand."""
