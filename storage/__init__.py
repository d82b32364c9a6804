"""The encrypted store of one device: keys, log, projections, anchor, attachments. Knows no Qt and no network."""
