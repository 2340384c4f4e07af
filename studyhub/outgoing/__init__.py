"""Everything StudyHub asks of other servers over HTTP goes through `sending`; `hosts` says whom it may ask."""
