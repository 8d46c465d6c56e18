"""Plans to start a role from: templates for usual roles, and published examples with their source."""
