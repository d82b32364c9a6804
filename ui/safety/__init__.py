"""The room of safety: adverse events of all children, deadlines, proposals, CRS and ICANS."""
