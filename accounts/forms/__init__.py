"""What people fill in: signing in, and what an administrator keeps. One file per subject."""
