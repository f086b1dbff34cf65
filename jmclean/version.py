"""The version, in a module that packaging can read without importing anything else."""

VERSION = "0.1.0"
