"""What a workstation and the EDC say to each other, whatever carries it. Must not know a transport or a database."""
