"""What people have of meetings, when they go and when two accounts of one person are made one."""
