"""What people fill in on the pages of the long loop, one file per room."""
