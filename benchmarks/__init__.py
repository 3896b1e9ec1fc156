"""How fast Admittance is beside its peers. `make bench` runs it; the product never imports it."""
