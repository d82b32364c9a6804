"""The demonstration: invented children, a served EDC and one clinic day. Nothing else in the application needs it."""
