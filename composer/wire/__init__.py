"""Decoders of our own, the guard and the address scan; independent of rendering by contract."""
