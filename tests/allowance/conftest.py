"""The crew and the rota of the tests of the rota."""

from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]
