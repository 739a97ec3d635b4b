"""What is wrong with one translated unit: compared with its source, and as text of its language."""
