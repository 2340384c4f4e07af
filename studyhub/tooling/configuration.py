"""The table of everything that can be set from outside, as the README shows it; `config` reads and checks it."""

from typing import NamedTuple


class Setting(NamedTuple):
    """One row of the table of settings, as the README shows it."""

    name: str
    default: str
    meaning: str


CONFIGURATION = (
    Setting("--host", "127.0.0.1", "Address to listen on; one that other machines reach requires STUDYHUB_URL"),
    Setting("--port, PORT", "8000", "Port to listen on; 0 takes a free one"),
    Setting("--no-worker", "off", "Serve pages alone; another process has to send messages"),
    Setting("DATABASE_URL", "embedded SQLite", "postgresql://user:password@host/name for more than one machine"),
    Setting("DATABASE_URL_FILE", "none", "File that holds DATABASE_URL instead, out of sight of others"),
    Setting("STUDYHUB_DATA", "instance/", "Folder of the embedded database, its copies and the secret key"),
    Setting("STUDYHUB_NIGHTLY_COPIES", "0", "How many nightly backups are kept in STUDYHUB_DATA/backups; 0 makes none"),
    Setting("STUDYHUB_URL", "http://127.0.0.1:<port>", "Public address, for feeds, calendars, mail and cookies"),
    Setting("STUDYHUB_PROXIES", "0", "How many reverse proxies of yours stand in front"),
    Setting("STUDYHUB_SMTP_HOST", "none: no mail", "Mail server; without one everything but mail works"),
    Setting("STUDYHUB_SMTP_PORT", "587, 465, 25", "Its port; the default follows STUDYHUB_SMTP_TLS"),
    Setting("STUDYHUB_SMTP_TLS", "starttls", "starttls (587), tls (465) or none (25)"),
    Setting("STUDYHUB_SMTP_USER", "none", "Name to sign in to the mail server with"),
    Setting("STUDYHUB_SMTP_PASSWORD", "none", "Its password"),
    Setting("STUDYHUB_SMTP_PASSWORD_FILE", "none", "File that holds the password instead"),
    Setting("STUDYHUB_SMTP_FROM", "none", "Sender of all mail; required with STUDYHUB_SMTP_HOST"),
    Setting("STUDYHUB_METRICS_TOKEN", "none", "Bearer token for /metrics; without one only this machine reads it"),
    Setting("STUDYHUB_METRICS_TOKEN_FILE", "none", "File that holds the token instead"),
    Setting("STUDYHUB_SECRET_KEY_FILE", "secret-key in STUDYHUB_DATA", "The secret key; only the default is made"),
    Setting("STUDYHUB_SMTP_CA", "those of the system", "File (PEM) of a certification authority of your own"),
    Setting("STUDYHUB_SMTP_CLEAR_TEXT", "refused", "allowed lets STUDYHUB_SMTP_TLS=none reach another machine"),
    Setting(
        "STUDYHUB_DATABASE_CLEAR_TEXT", "refused", "allowed lets DATABASE_URL reach others unchecked, or without TLS"
    ),
    Setting("STUDYHUB_INTERNAL_HOSTS", "none", "Hosts of your own network that may be asked: chat.example.com:8443, …"),
    Setting("STUDYHUB_BOOK_SERVICES", "none", "Who is asked for a book by its ISBN, in this order: openbd, google"),
    Setting("STUDYHUB_CLOCK", "the real time", "2026-12-01T09:00:00+09:00 starts the application's clock there"),
)
