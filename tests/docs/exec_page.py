"""The reference page of `ygs exec`: exit codes, agents, environment and token patterns, out of the program."""

from __future__ import annotations

from ygs_cli.automation.agents import AGENTS, PROFILES
from ygs_cli.automation.contract import ALIASES, MEANINGS
from ygs_cli.automation.redact import MIN_LENGTH, PLAIN, SHOWN, TOKENS
from ygs_cli.shell.run_folder import ARTIFACTS, CAPS


def page(made: str) -> str:
    """The whole page; `made` says how it comes into being."""
    return "\n\n".join([f"# ygs exec\n\n{made.strip()}", _codes(), _artifacts(), _agents(), _secrets()]) + "\n"


def _table(head: str, rows: list[tuple[str, ...]]) -> str:
    lines = [head, "|" + "---|" * head.count(" | ") + "---|"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows])


def _codes() -> str:
    rows = [(str(int(code)), f"`{code.name}`", meaning) for code, meaning in MEANINGS.items()]
    aliases = ", ".join(f"`{alias}` for `{word}`" for alias, word in ALIASES.items())
    return (
        "## Exit codes\n\nThe same for every command that a workflow calls. The word stands as `status` in "
        "status.json when the agent's own status does not.\n\n"
        f"{_table('| code | word | meaning |', rows)}\n\n"
        f"What an agent writes is [status.schema.json](status.schema.json). Taken too: {aliases}."
    )


def _artifacts() -> str:
    said = {
        "prompt.md": "what the agent was given",
        "conversation.jsonl": "every event, one a line",
        "conversation.txt": "the same for people",
        "stderr.log": "what the agent wrote to its standard error",
        "status.json": "the decision, with what git says of the work (`verified`)",
        "result.json": "the agent's own account, of which nothing is verified",
    }
    rows = [(f"`{name}`", said[name], f"{CAPS[name]:,} bytes" if name in CAPS else "") for name in ARTIFACTS]
    return f"## Artifacts\n\n{_table('| file | content | at most |', rows)}"


def _agents() -> str:
    rows = []
    for row in AGENTS:
        limits = [name for name, told in (("turns", row.turns), ("money", row.cost)) if told]
        own = ", ".join(f"`{key}`" for key in row.keys)
        rows.append((f"`{row.name}`", row.title, own, ", ".join(limits), "yes" if row.repairs else "no"))
    profiles = "\n".join(f"- `{name}`: {meaning}" for name, meaning in PROFILES.items())
    head = "| agent | program | variables that it gets | limits | second turn for a status |"
    return f"## Agents\n\n{_table(head, rows)}\n\nProfiles:\n\n{profiles}"


def _secrets() -> str:
    plain = ", ".join(f"`{name}`" for name in (*PLAIN, "LC_*"))
    shown = ", ".join(f"`{name}`" for name in SHOWN)
    rows = [(kind, f"`{pattern.replace('|', chr(92) + '|')}`") for kind, (_, pattern) in TOKENS.items()]
    return (
        f"## Environment and secrets\n\nEvery agent gets {plain}, its own variables of the table above, and what "
        f"`--pass-env` names. {shown} are not given to it, and are no secret. The values of all other variables, "
        f"with {MIN_LENGTH} characters or more, and of those that were passed on, appear in no artifact: "
        f"as they are, and as base64, URL, JSON and hexadecimal text. "
        f"Neither do these tokens:\n\n{_table('| token | regular expression |', rows)}"
    )
