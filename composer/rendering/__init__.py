"""One pure function from message and recipient to a rendered message, and its bytes."""
