"""What people fill in, turned into values that the domain rooms take; one file per page."""
