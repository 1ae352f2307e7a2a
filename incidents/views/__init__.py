"""The pages of reports: filing them, deciding on them, reading them."""
