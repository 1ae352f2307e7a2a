"""Municipality, place, organisation, user, role: what every other app stands on. Imports no other app."""
