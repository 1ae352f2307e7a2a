"""How well free text is screened: sentences, numbers, and the measuring of docs/screening.md."""
