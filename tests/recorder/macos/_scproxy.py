"""What `urllib` asks macOS for: no proxies are set."""


def _get_proxies() -> dict[str, str]:
    return {}


def _get_proxy_settings() -> dict[str, bool]:
    return {"exclude_simple": False}
