"""What keeps a worker process that reads something hostile from taking too much."""
