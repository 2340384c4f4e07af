"""Tables, how they change, and statements that are kept."""
