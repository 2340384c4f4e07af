"""ひとこと: a line of thanks to whoever presented in a session, never counted."""
