"""The parts of the page People: its table, its detail pane, and whoever asks to join."""
