"""A desk for checking claims: what a person judges, kept so that nothing is lost, and given out as gold."""
