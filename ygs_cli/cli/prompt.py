"""`ygs prompt`: a skill as one self-contained prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ygs_cli.cli import WorkflowCommand, command_app

if TYPE_CHECKING:
    from ygs_cli.pack.catalog import Skill
    from ygs_cli.pack.prompt import Prompt

app = command_app()


@app.command(cls=WorkflowCommand)
def prompt(
    skill: str = typer.Argument(..., help="Name of a shipped skill, or a folder that holds a SKILL.md."),
    arg: list[str] = typer.Option(
        [], "--arg", metavar="NAME=VALUE", help="A trusted argument of the task; repeatable."
    ),
    inputs: list[str] = typer.Option(
        [], "--input", metavar="NAME=SOURCE", help="Untrusted text: @FILE, - (stdin) or env:VAR; repeatable."
    ),
    run_id: str = typer.Option("", "--run-id", help="Id repeated in the status line; random by default."),
    contract: str = typer.Option("v1", "--contract", help="Output contract: v1 (status line) or none."),
    form: str = typer.Option("text", "--format", help="text, or json with the prompt and what went into it."),
) -> None:
    """Print a skill as one document for an agent that has no skills: references inlined, inputs fenced as data.

    Usage errors of this command end with 64, because a workflow reads 2 as BLOCKED.

    \b
    Examples:
      ygs prompt ygs-code-review --arg scope=branch
      ygs prompt ygs-wbs --input prd=@docs/prd/0001-refunds.md --run-id job-7
      gh issue view 12 --json body | ygs prompt ygs-implement --input issue=- --format json
    """
    from ygs_cli.pack import prompt as prompts
    from ygs_cli.shell import console, prompt_inputs

    _check(run_id, contract, form)
    rendered = prompts.render(
        _skill(skill),
        prompt_inputs.arguments(arg),
        prompt_inputs.read(inputs),
        run_id or prompts.new_run_id(),
        contract,
    )
    for item in rendered.inputs:
        if item.remark:
            console.note(f"note: input {item.name}: {item.remark}")
    console.result(rendered.text if form == "text" else _json(rendered))


def _skill(word: str) -> Skill:
    from ygs_cli.errors import YgsError
    from ygs_cli.shell import shipped
    from ygs_cli.shell.prompt_inputs import USAGE

    try:
        return shipped.find(word)
    except YgsError as problem:
        problem.exit_code = USAGE
        raise


def _check(run_id: str, contract: str, form: str) -> None:
    import re

    from ygs_cli.errors import YgsError, closest
    from ygs_cli.pack.prompt import CONTRACTS
    from ygs_cli.shell.prompt_inputs import USAGE

    for value, known, name in ((contract, CONTRACTS, "contract"), (form, ("text", "json"), "format")):
        if value not in known:
            raise YgsError(f"unknown {name} '{value}'", hint=closest(value, known), exit_code=USAGE)
    if run_id and not re.fullmatch(r"[A-Za-z0-9][\w.:-]{0,99}", run_id, re.ASCII):
        hint = "letters, digits and . _ : - up to 100"
        raise YgsError(f"'{run_id}' is no run id", hint=hint, exit_code=USAGE)


def _json(rendered: Prompt) -> str:
    import json
    from dataclasses import asdict

    inputs = [
        {"name": item.name, "source": item.source, "removed": item.removed, "cut": item.cut}
        for item in rendered.inputs
    ]
    return json.dumps({"version": 1, **asdict(rendered), "inputs": inputs}, indent=2, ensure_ascii=False)
