"""One presenter a screen: reads the record, decides what the view shows, turns what a person did into facts."""
