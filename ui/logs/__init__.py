"""A child's logs as pages of rows: medication, infections, samples, contacts and whatever else the study keeps."""
