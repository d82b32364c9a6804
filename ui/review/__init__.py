"""Review and sign: what stands on a visit's forms or in the child's logs, and the signature. State in, acts out."""
