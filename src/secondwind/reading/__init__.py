"""What a message says, and which application it is about. Pure: the same message gives the same reading."""
