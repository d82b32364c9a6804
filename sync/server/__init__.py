"""The reference central EDC: numbers, chains and judges what the sites' devices sign. Knows no workstation."""
