"""How a circle stands: what whoever organises it can mend now, and what is in order."""
