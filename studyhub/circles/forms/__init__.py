"""What is typed about circles."""
