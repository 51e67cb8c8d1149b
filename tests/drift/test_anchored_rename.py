"""`path#Symbol` in `covers` after a rename: only the symbol is replaced."""

from __future__ import annotations

from tests.driver import Git, Ygs


def test_the_symbol_behind_a_path_gets_its_new_name(ygs: Ygs, git: Git) -> None:
    code = "def sign(text: str) -> str:\n    return text[::-1] + 'signed'\n"
    document = '---\nid: TRD-0001\nkind: trd\ncovers: ["app/links.py#sign"]\n---\n# T\n\n`app/links.py::sign`\n'
    git.commit("start", {"app/links.py": code, "docs/trd/0001-t.md": document})
    git.commit("rename", {"app/links.py": code.replace("sign(", "seal(")})
    ygs("sync", "--fix")
    text = (ygs.cwd / "docs/trd/0001-t.md").read_text()
    assert text == document.replace("#sign", "#seal").replace("::sign", "::seal")
