"""Lägesbild: analysis → document → delivery. Reads approved incidents through one door, `figures.py`."""
