"""What a user may set, on the command line, in files and in the environment."""
