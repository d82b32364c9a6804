"""The version of this program; the frozen application carries no package metadata to ask. A test keeps it true."""

VERSION = "0.1.0"
