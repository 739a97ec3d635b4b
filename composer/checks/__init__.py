"""What is found before anybody is written to: content, kinds, everybody's message, time."""
