"""The reply: one letter about one application, written here, looked over, and sent by the person."""
