"""What people give and where they take part: the parts of a person's page and of a team's."""
