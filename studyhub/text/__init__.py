"""What is done with any text, whoever it is for: cleaning what comes from outside, finding words, cells of tables."""
