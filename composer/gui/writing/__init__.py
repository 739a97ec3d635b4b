"""What the editors of a message are made of: chips, words of tags, completion, marks, finding."""
