"""What was agreed, promised, planned and decided; what was done about it; and whether it helped."""
