"""What is said in the language of whoever reads, with times in their zone: below all features, which speak by it."""
