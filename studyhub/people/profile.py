"""What a person says of themselves."""

from dataclasses import dataclass

from studyhub.people.models import OutsideName, User


@dataclass(frozen=True)
class Profile:
    """All of it; language and zone are None where the organisation's is meant."""

    name: str
    kana: str
    chat_handle: str
    telephone: str
    pen_name: str
    outside_name: OutsideName
    language: str | None
    time_zone: str | None


def update(user: User, profile: Profile) -> None:
    """Keep what a person says. Does not commit."""
    for field, value in vars(profile).items():
        setattr(user, field, value)
