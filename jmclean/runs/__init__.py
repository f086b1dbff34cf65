"""Runs over files and folders: what is found, who cleans it, what is told of it, and how it stops."""
