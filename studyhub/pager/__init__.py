"""The pager follows: who is on duty is told to it, and pages say whom it calls until it has confirmed."""
