"""The panels beside the text: each changes one side of the draft."""
