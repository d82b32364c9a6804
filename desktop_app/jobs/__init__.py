"""What is done off the window's thread: one plain function a file, no screen, no thread of its own."""
