"""Early warning of corporate-loan risk: from events to graded warnings, duties and deadlines."""
