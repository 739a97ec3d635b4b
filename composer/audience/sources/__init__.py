"""From any file, or pasted cells, to a stream of rows of text."""
