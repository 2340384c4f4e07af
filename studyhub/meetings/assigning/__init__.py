"""Which chapter is read in which meeting, who presents it, and who is asked next."""
