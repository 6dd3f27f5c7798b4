"""The sites, each a few facts, and the way through a news portal that they share."""
