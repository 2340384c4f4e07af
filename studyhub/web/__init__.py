"""What every page shares: cleaning of input, access, language, headers, errors, addresses of static files."""
