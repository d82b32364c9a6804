"""The bedside screen: entry grid, forms list, derived values, attachments. Views only: state in, signals out."""
