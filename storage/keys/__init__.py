"""Keys, passphrases, signatures and seals: the only package of storage/ that knows cryptography."""

from storage.keys.attempts import FILE_NAME as ATTEMPTS_NAME
from storage.keys.attempts import Attempts, Clock, Failure, monotonic_clock, system_clock
from storage.keys.codes import fresh_recovery_code, parse_code, parse_recovery_code, print_code, same_code
from storage.keys.create import create_vault
from storage.keys.header import CURRENT_NAME, PREVIOUS_NAME
from storage.keys.kdf import CEILING, FLOOR, KdfProfile, calibrate
from storage.keys.primitives import SealBrokenError, Signed, box_seal, fingerprint, seal, unseal, verify, verify_all
from storage.keys.renewal import Renewed
from storage.keys.site import SiteKey, open_text, seal_text, unwrap_key, wrap_key
from storage.keys.unlocked import SigningKey, Unlocked
from storage.keys.vault import NewUser, Vault, VaultUser, open_vault, use_kept_keys

__all__ = [
    "ATTEMPTS_NAME",
    "CEILING",
    "CURRENT_NAME",
    "FLOOR",
    "PREVIOUS_NAME",
    "Attempts",
    "Clock",
    "Failure",
    "KdfProfile",
    "NewUser",
    "Renewed",
    "SealBrokenError",
    "Signed",
    "SigningKey",
    "SiteKey",
    "Unlocked",
    "Vault",
    "VaultUser",
    "box_seal",
    "calibrate",
    "create_vault",
    "fingerprint",
    "fresh_recovery_code",
    "monotonic_clock",
    "open_text",
    "open_vault",
    "parse_code",
    "parse_recovery_code",
    "print_code",
    "same_code",
    "seal",
    "seal_text",
    "system_clock",
    "unseal",
    "unwrap_key",
    "use_kept_keys",
    "verify",
    "verify_all",
    "wrap_key",
]
