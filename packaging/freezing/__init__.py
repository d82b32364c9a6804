"""Freezing the two programs: what goes in, what must not, and the papers that travel with them (SBOM, hashes)."""
