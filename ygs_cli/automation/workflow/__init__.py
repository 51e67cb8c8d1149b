"""The pipeline for engines that exist: the table of phases, one module per engine, and the checks."""
