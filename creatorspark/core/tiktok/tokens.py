"""Where a connected person's tokens are kept: one sealed file, readable by us alone."""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from creatorspark.core.services.sealing import seal, unseal
from creatorspark.core.tiktok.oauth import UserTokens


class SealedTokenFile:
    """Keeps tokens encrypted with a key drawn from SECRET_KEY; a copy of the file opens nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(settings.VAR_DIR) / "tiktok-tokens.sealed"

    def load(self) -> UserTokens | None:
        """Return the tokens; None where nobody connected. Raises ValueError for another key."""
        try:
            sealed = self._path.read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        kept = json.loads(unseal(sealed))
        return UserTokens(
            open_id=kept["open_id"],
            access_token=kept["access_token"],
            refresh_token=kept["refresh_token"],
            expires_at=datetime.fromisoformat(kept["expires_at"]),
        )

    def save(self, tokens: UserTokens) -> None:
        """Write them in one step: a crash leaves the old file or the new one."""
        text = json.dumps(
            {
                "open_id": tokens.open_id,
                "access_token": tokens.access_token,
                "refresh_token": tokens.refresh_token,
                "expires_at": tokens.expires_at.isoformat(),
            }
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(seal(text))
        fresh.replace(self._path)
