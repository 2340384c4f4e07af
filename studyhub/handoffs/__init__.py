"""Hand-off notes: what still burns at the end of a shift, for whoever has the next one."""
