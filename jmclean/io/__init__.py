"""Files, streams and bytes in and out."""
