"""How a device and the central EDC agree: protocol, the client's cycle, the reference EDC, files. Holds no code."""
