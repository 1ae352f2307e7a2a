"""Measurements, run by `bin/bench`: what the software costs on this machine, not whether it is right."""
