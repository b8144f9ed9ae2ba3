"""What can go wrong, each as one clear sentence: what, where, and what would be right.

- :class:`TutorError`: the root of all of them, a ``ValueError``.

  - :class:`AddressError`: an address that names nothing, or has no value or step of its own.
  - :class:`DocumentError`: a document that cannot be read, or that contradicts itself.
"""

from __future__ import annotations


class TutorError(ValueError):
    """Bad input, told in one sentence."""


class AddressError(TutorError, LookupError):
    """An address that names nothing here, or nothing of the kind that was asked for."""


class DocumentError(TutorError):
    """A document that cannot be read, does not fit its schema, or contradicts itself."""
