"""Keys, passphrases, signatures and seals: the only package of storage/ that knows cryptography."""

from storage.keys.attempts import Attempts, Clock, Failure, system_clock
from storage.keys.codes import parse_code, parse_recovery_code, print_code
from storage.keys.kdf import CEILING, FLOOR, KdfProfile, calibrate
from storage.keys.primitives import SealBrokenError, box_seal, fingerprint, seal, unseal, verify
from storage.keys.site import SiteKey, open_text, seal_text, unwrap_key, wrap_key
from storage.keys.unlocked import SigningKey, Unlocked
from storage.keys.vault import NewUser, Vault, VaultUser, create_vault, open_vault, use_previous_keys

__all__ = [
    "CEILING",
    "FLOOR",
    "Attempts",
    "Clock",
    "Failure",
    "KdfProfile",
    "NewUser",
    "SealBrokenError",
    "SigningKey",
    "SiteKey",
    "Unlocked",
    "Vault",
    "VaultUser",
    "box_seal",
    "calibrate",
    "create_vault",
    "fingerprint",
    "open_text",
    "open_vault",
    "parse_code",
    "parse_recovery_code",
    "print_code",
    "seal",
    "seal_text",
    "system_clock",
    "unseal",
    "unwrap_key",
    "use_previous_keys",
    "verify",
    "wrap_key",
]
