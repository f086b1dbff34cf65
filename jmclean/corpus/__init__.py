"""Corpora: the texts in the rows of JSON Lines and Parquet files, on one machine or a Ray cluster."""
