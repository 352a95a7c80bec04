"""The golden record for matching: invented searches, mail by mail, and the score of a grouping."""
