"""The parts of the Audience page: promise, source, reading, problems, people, choices."""
