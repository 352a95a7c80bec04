"""What changes the record: one verb a file. Only an action opens a transaction; none reads the clock."""
