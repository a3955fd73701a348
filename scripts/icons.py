"""Write static/vendor/icons.svg from the lucide wheel: a sprite of only the icons that the code names."""

import ast
import re
import zipfile
from pathlib import Path

import lucide

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor" / "icons.svg"
# {% icon "sun" %}, or icon="sun" as an include's argument.
IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""")
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def write_sprite() -> None:
    """Deterministic: the same code gives the same bytes. Fails on a name that lucide does not have."""
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        known = {Path(entry).stem for entry in archive.namelist()}
        names = named_icons(known)
        if unknown := names - known:
            raise SystemExit(f"lucide has no icon named {', '.join(sorted(unknown))}.")
        symbols = [SYMBOL.format(name=name, body=drawing(archive, name)) for name in sorted(names)]
    write_if_changed(
        TARGET, "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>"]) + "\n"
    )


def write_if_changed(target: Path, content: str) -> None:
    """An untouched file need not be collected again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_text() != content:
        target.write_text(content)


def named_icons(known: set[str]) -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        names |= names_in_template(path.read_text())
    for package in (marker.parent for marker in ROOT.glob("*/__init__.py")):
        for path in package.rglob("*.py"):
            if "tests" not in path.parts:
                names |= names_in_python(path.read_text(), known)
    return names


def names_in_template(source: str) -> set[str]:
    return {tag or argument for tag, argument in IN_TEMPLATE.findall(source)}


def names_in_python(source: str, known: set[str]) -> set[str]:
    """The values of mappings called …ICONS, and any icon's name in a module that speaks of icons.

    Only the mappings are taken at their word, so that a slip of the pen in one of them is noticed.
    """
    if "icon" not in source.lower():
        return set()
    nodes = list(ast.walk(ast.parse(source)))
    mapped = {name for node in nodes if isinstance(node, ast.Assign) for name in mapped_names(node)}
    return mapped | (strings(nodes) & known)


def mapped_names(node: ast.Assign) -> set[str]:
    is_mapping = any(isinstance(target, ast.Name) and target.id.endswith("ICONS") for target in node.targets)
    return strings(node.value.values) if is_mapping and isinstance(node.value, ast.Dict) else set()


def strings(nodes: list[ast.AST] | list[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def drawing(archive: zipfile.ZipFile, name: str) -> str:
    source = archive.read(f"{name}.svg").decode()
    found = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if found is None:
        raise SystemExit(f"lucide's {name}.svg is not an svg element.")
    return re.sub(r"\s*\n\s*", "", found.group(1))
