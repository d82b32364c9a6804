"""How a device and the central EDC agree: the protocol, the client's cycle, the reference EDC, and files. Holds no code."""
