"""What every page shares: access, language, headers, errors, addresses of static files."""
