"""The lägesbild's pages. Pages do not know each other."""
