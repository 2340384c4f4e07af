"""What leaves StudyHub: feeds, posts and series for the tech blog."""
