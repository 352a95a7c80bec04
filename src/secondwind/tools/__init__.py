"""Where steps are done: one slice a folder, strangers to each other."""
