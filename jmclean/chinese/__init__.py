"""What is known of Chinese: characters, scripts, words, names, dashes."""
