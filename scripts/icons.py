"""Write static/vendor/icons.svg from the lucide wheel: a sprite of only the icons that the code names."""

import ast
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import lucide

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor" / "icons.svg"
# In templates: {% icon "sun" %}, or icon="sun" as an include's argument.
IN_TEMPLATE = re.compile(r"""{%\s*icon\s+["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""")
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def write_sprite() -> None:
    """Deterministic: the same code gives the same bytes. Fails on a name that lucide does not have."""
    names = sorted(
        {name for path in template_paths() for name in names_in_template(path.read_text())}
        | {name for path in python_paths() for name in names_in_python(path.read_text())}
    )
    with zipfile.ZipFile(Path(lucide.__file__).parent / "lucide.zip") as archive:
        unknown = set(names) - {Path(entry).stem for entry in archive.namelist()}
        if unknown:
            raise SystemExit(f"lucide has no icon named {', '.join(sorted(unknown))}.")
        symbols = [SYMBOL.format(name=name, body=drawing(archive, name)) for name in names]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>"]) + "\n")


def template_paths() -> Iterator[Path]:
    yield from sorted((ROOT / "templates").rglob("*.html"))


def python_paths() -> Iterator[Path]:
    """The apps' own modules: packages at the top level, without their tests."""
    for package in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        yield from sorted(path for path in package.rglob("*.py") if "tests" not in path.parts)


def names_in_template(source: str) -> set[str]:
    return {tag or argument for tag, argument in IN_TEMPLATE.findall(source)}


def names_in_python(source: str) -> set[str]:
    """What is passed as `icon="sun"` and every value of a mapping whose name ends with ICONS."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "icon" and isinstance(node.value, ast.Constant):
            names.add(str(node.value.value))
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_icon_mapping(node):
            names |= mapping_values(node.value)
    return names


def is_icon_mapping(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id.endswith("ICONS") for target in targets)


def mapping_values(node: ast.expr | None) -> set[str]:
    values = node.values if isinstance(node, ast.Dict) else []
    return {
        value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


def drawing(archive: zipfile.ZipFile, name: str) -> str:
    source = archive.read(f"{name}.svg").decode()
    found = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if found is None:
        raise SystemExit(f"lucide's {name}.svg is not an svg element.")
    return re.sub(r"\s*\n\s*", "", found.group(1))
