"""Who contributed what: one row a duty done, written by the features above."""
