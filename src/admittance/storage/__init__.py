"""The database behind the ports of `admittance.usecases.ports`."""
