"""Records of an account: what types there are, what their properties accept, and one act a file."""
