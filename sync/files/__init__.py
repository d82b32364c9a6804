"""Files from elsewhere: laboratory reports, ECG and EEG traces. Must not know a window, a store or the line."""
