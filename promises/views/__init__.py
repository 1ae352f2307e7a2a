"""The pages of the long loop, one file per room."""
