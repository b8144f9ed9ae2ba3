"""Arrays: activations, costs, the forward and backward pass; plain data about each function."""
