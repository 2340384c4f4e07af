"""The least program that shows the same rows as StudyHub."""
