"""Which blocks of a page belong together, and which between them are captions or furniture."""
