"""From a file to exactly these people: addresses, import, the audience contract."""
