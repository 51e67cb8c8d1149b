"""The plumbing of a pipeline: each phase one function that does its effects and ends with a status."""
