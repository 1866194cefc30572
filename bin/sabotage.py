"""What `make sabotage` runs: break each wall of the house in a copy, and tell what caught it.

A sabotage that nothing catches is a hole in the walls, and the command fails. So does one whose
text is no longer found: then this list has to follow the code.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES, DOOR = (f"kithkin/connections/{name}.py" for name in ("rules", "door"))
FLOORS, WALLS = "tests/walls/test_floors.py", "tests/walls"
TABLE, DOOR_TESTS, ACTION_TESTS = (f"tests/connections/test_{name}.py" for name in ("rules", "door", "actions"))


@dataclass(frozen=True)
class Sabotage:
    """Replace `old` by `new` in `path` (an empty `old` appends; a new path is created), then run `tests`."""

    what: str
    path: str
    old: str
    new: str
    tests: str


SABOTAGES = (
    Sabotage("shop imports the vault", "kithkin/shop/entry.py", "", "import kithkin.contacts.vault.models\n", FLOORS),
    Sabotage(
        "shop imports the vault by name", "kithkin/shop/entry.py", "", "from kithkin.contacts import vault\n", FLOORS
    ),
    Sabotage(
        "shop takes the class out of the door's names",
        "kithkin/shop/entry.py",
        "",
        "from kithkin.connections.door import PrivateDetails\n",
        WALLS,
    ),
    Sabotage(
        "contacts import connections", "kithkin/contacts/letters.py", "", "import kithkin.connections.states\n", FLOORS
    ),
    Sabotage("desk imports shop", "kithkin/desk/entry.py", "", "import kithkin.shop.entry\n", FLOORS),
    Sabotage("rules reach mail through two steps", RULES, "", "import kithkin.contacts.letters\n", FLOORS),
    Sabotage("a package without a floor", "kithkin/attic/__init__.py", "", '"""No floor."""\n', FLOORS),
    Sabotage("the rule loses the state", RULES, "live.state = 'allowed'", "true", TABLE),
    Sabotage("the rule loses the expiry", RULES, "AND live.ends_at > %s", "AND coalesce(%s, '') IS NOT NULL", TABLE),
    Sabotage("the rule loses the scope", RULES, 'by_consent = f"live.{scope.value}"', 'by_consent = "live.id"', TABLE),
    Sabotage(
        "the rule loses whose group it is", RULES, "c.parent_id = %s AND", "(c.parent_id = %s OR c.id > 0) AND", TABLE
    ),
    Sabotage(
        "the rule loses the organisation",
        RULES,
        "AND o.id = %s",
        "AND (o.id = %s OR c.id > 0)",
        TABLE,
    ),
    Sabotage("the rule forgets what was removed", RULES, " AND c.removed_at IS NULL", "", TABLE),
    Sabotage("the rule forgets who is blocked", RULES, " AND NOT {_REFUSED})", ")", TABLE),
    Sabotage("a block for all leads is forgotten", RULES, " OR (to_all.id IS NOT NULL AND NOT {GUARDS})", "", TABLE),
    Sabotage("any guardian lets everybody in", RULES, "WHERE g.connection_id = c.id AND", "WHERE", TABLE),
    Sabotage("the switch opens what was declined", RULES, "'allowed', 'declined', 'withdrawn'", "'allowed'", TABLE),
    Sabotage("the switch opens every scope", RULES, "if scope in FULL else by_consent", "", TABLE),
    Sabotage(
        "a mailed link acts as a customer",
        RULES,
        "actor.contact_id if actor.kind == Kind.CUSTOMER else None",
        "actor.contact_id",
        TABLE,
    ),
    Sabotage(
        "the door forgets the rule",
        DOOR,
        " AND {rules.opened(Scope.SEE_CONTACT_DETAILS)}\n",
        "\n",
        f"{TABLE} {DOOR_TESTS} tests/stories",
    ),
    Sabotage(
        "the door shows before it notes", DOOR, "return _noted(actor, _led(actor))", "return _led(actor)", DOOR_TESTS
    ),
    Sabotage(
        "a way from the contact to the vault",
        "kithkin/contacts/vault/models.py",
        'related_name="+"',
        'related_name="details"',
        f"{WALLS} {DOOR_TESTS}",
    ),
    Sabotage(
        "anybody answers for the member",
        RULES,
        "and actor.contact_id == connection.child_id",
        "",
        ACTION_TESTS,
    ),
    Sabotage(
        "the table of moves is ignored",
        "kithkin/connections/states.py",
        "if not may_move(old, to) or not",
        "if not",
        ACTION_TESTS,
    ),
    Sabotage(
        "an action without @action",
        "kithkin/connections/actions/refusal.py",
        "@action\ndef withdraw",
        "def withdraw",
        WALLS,
    ),
    Sabotage(
        "a page missing from the table", "kithkin/project/access.py", '    "shop:friends": Who.CUSTOMER,\n', "", WALLS
    ),
    Sabotage(
        "a key that points up",
        "kithkin/audit/models.py",
        "    facts = models.JSONField(default=dict)\n",
        "    facts = models.JSONField(default=dict)\n"
        '    whom = models.ForeignKey("contacts.Contact", models.PROTECT, null=True, related_name="+")\n',
        WALLS,
    ),
    Sabotage(
        "opening the link consents",
        "kithkin/shop/views/consent.py",
        '    if request.method != "POST":\n',
        '    if request.method != "POST":\n'
        "        from kithkin.connections import actions\n\n"
        "        actions.allow(asked, by=by_link(asked.connection.child))\n",
        "tests/shop/test_consent.py",
    ),
    Sabotage(
        "a seat may be claimed twice",
        "kithkin/sales/claims.py",
        "held_until < ",
        "held_until IS NULL OR held_until >= held_until OR held_until < ",
        "tests/sales",
    ),
)


def main() -> int:
    """Run every sabotage; return how many nobody noticed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kithkin-copy"
        _copy_to(copy)
        print("Unbroken, the house must be green:", flush=True)
        if red := _failures(copy, f"{WALLS} tests/connections tests/sales tests/stories tests/shop/test_consent.py"):
            print(f"  it is not: {red}")
            return 1
        missed = [sabotage for sabotage in SABOTAGES if not _is_caught(copy, sabotage)]
    print(f"{len(SABOTAGES) - len(missed)} of {len(SABOTAGES)} caught")
    return len(missed)


def _copy_to(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copy2(ROOT / name, target)


def _is_caught(copy: Path, sabotage: Sabotage) -> bool:
    path = copy / sabotage.path
    before = path.read_text() if path.exists() else ""
    if sabotage.old and sabotage.old not in before:
        print(f"  NOT FOUND   {sabotage.what}: {sabotage.path} has changed", flush=True)
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(before.replace(sabotage.old, sabotage.new) if sabotage.old else before + sabotage.new)
    try:
        caught = _failures(copy, sabotage.tests)
    finally:
        path.write_text(before) if before else shutil.rmtree(path.parent)
    print(f"  {'caught' if caught else 'NOT CAUGHT':<10}  {sabotage.what}: {caught or 'by nothing'}", flush=True)
    return bool(caught)


def _failures(copy: Path, tests: str) -> str:
    """The tests that fail, or "" when all pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow and not browser"]
    ran = subprocess.run([*command, *tests.split()], cwd=copy, capture_output=True, text=True, check=False)
    named = re.findall(r"^(?:FAILED|ERROR) ([^\s]+)", ran.stdout, re.MULTILINE)
    return ", ".join(named) or ("" if ran.returncode == 0 else ran.stdout[-200:] + ran.stderr[-200:])


if __name__ == "__main__":
    sys.exit(main())
