"""The pager follows."""
