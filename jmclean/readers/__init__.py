"""Layout dumps: files in which OCR engines write a page's lines, regions and boxes."""
