"""Who made a contender, as its name tells: judges may favour answers of their own family."""

from __future__ import annotations

import re

import numpy as np

from synthreview.analyzers.preferences.pairs import Floats, Names

_STEM = re.compile(r"[^\W\d_]+")
_OTHERS = re.compile(r"gpt[-_ ]?(?:j|neo|4all)")
"""Names that begin as OpenAI's do."""
_MAKERS = {
    "openai": ("gpt", "chatgpt", "instructgpt", "davinci", "codex"),
    "anthropic": ("claude",),
    "meta": ("llama",),
    "google": ("palm", "bard", "gemini", "gemma", "lamda"),
    "mistral": ("mistral", "mixtral"),
    "alibaba": ("qwen",),
}


def family(name: str) -> str:
    """The maker where it is known, else the first word of the name: ``gpt-4`` and ``ChatGPT`` are one family.

    Models tuned by others (Alpaca from LLaMA, say) are families of their own.
    """
    plain = name.casefold()
    stem = _STEM.search(plain)
    if stem is None:
        return ""
    parts = _STEM.findall(plain)
    if not _OTHERS.match(plain):
        for maker, beginnings in _MAKERS.items():
            if any(part.startswith(beginnings) for part in parts[:2]):
                return maker
    return stem.group()


def own_family(judge: str, contenders: Names) -> Floats:
    """A row per pair: 1 where only A is of the judge's family, -1 where only B is, else 0.

    ``contenders`` has two columns, the names of who wrote A and B; empty ones belong to no family.
    """
    mine = family(judge)
    names, places = np.unique(contenders.ravel(), return_inverse=True)
    own = np.array([bool(mine) and family(name) == mine for name in names.tolist()], np.float64)
    sides = own[places].reshape(-1, 2)
    return np.asarray(sides[:, 0] - sides[:, 1])
