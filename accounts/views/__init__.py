"""Inställningar: the pages on which an administrator keeps people and places. Pages do not know each other."""
