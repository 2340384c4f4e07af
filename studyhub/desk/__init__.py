"""The editors' page over all circles: what is stuck on its way out, where and since when."""
