"""The parts of the Preview page: one message from every side."""
