"""What was done to pages, on record, and the way back."""
