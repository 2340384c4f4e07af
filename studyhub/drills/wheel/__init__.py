"""The wheel: which drill is needed most, who responds, who examines, and why."""
