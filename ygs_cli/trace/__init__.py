"""From requirement to test: the graph of documents, criteria, tests and code, its questions and its views."""
