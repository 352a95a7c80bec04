"""What the program says to a person, found where it stands, and the rules it keeps."""
