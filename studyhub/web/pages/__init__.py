"""What every page shares: its frame and menus, language, theme, forms and addresses."""
