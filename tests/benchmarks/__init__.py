"""The benchmarks' own rules: what counts as an answer, and that all are asked alike."""
