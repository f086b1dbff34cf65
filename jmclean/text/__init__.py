"""A page as text: the document, its Markdown, edits and what they moved."""
