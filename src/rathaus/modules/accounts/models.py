"""Accounts: one User per realm."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person's key to one realm."""
