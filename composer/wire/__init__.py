"""The guard, the decoders it stands on, and the scan for other people's addresses and ids."""
