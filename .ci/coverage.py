"""Counts lines and branches of the published crates, and holds them against the list of exclusions.

    python3 .ci/coverage.py EXPORT.json EXPORT.lcov EXCLUDED

A branch is a condition at one place of the source, and has two sides, true and false. LLVM counts each instance of a
generic function, and each test binary, by itself; here a side is taken if any of them took it. Tests are not counted:
`tests.rs`, and what follows `#[cfg(test)]` up to the brace that closes it.

A line of the list excludes one side of one branch:

    file | the source line, trimmed | true or false, the side never taken | reason

so line numbers do not matter. A file is named from the library's `src`, one of another crate by the crate's folder and from its
`src`: `audit/clock.rs` is `crates/audit/src/clock.rs`. A side that comes twice in the same words is listed twice. Lines that begin with `#` are
headings, by which the exclusions are counted.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

# Where the sources of each crate lie, by what its files' names begin with here.
SOURCES = {
    "": Path("src").resolve(),
    "audit/": Path("crates/audit/src").resolve(),
    "lint/": Path("crates/lint/src").resolve(),
}
# So much of all branches must be taken, so that the list of exclusions stays short.
LEAST_PERCENT = 96


def main(export, lcov, excluded):
    branches, lines = read_branches(export), read_lines(lcov)
    missed = Counter()
    places = defaultdict(list)
    for (file, line, column), sides in branches.items():
        for side, taken in sides.items():
            if not taken:
                key = (file, text_of(file)[line - 1].strip(), side)
                missed[key] += 1
                places[key].append(f"{path_of(file).relative_to(Path.cwd())}:{line}:{column}")
    listed, headings = read_excluded(excluded)

    table(branches, lines, missed, listed)
    sides, gaps = 2 * len(branches), missed.total()
    left_out = (missed & listed).total()
    hit = sum(count > 0 for file in lines.values() for count in file.values())
    print(f"lines:                            {share(hit, sum(map(len, lines.values())))}")
    print(f"branches, all of them:            {share(sides - gaps, sides)}")
    print(f"branches, without the exclusions: {share(sides - gaps, sides - left_out)}")
    for heading, count in headings.items():
        print(f"  {count:4} excluded: {heading}")

    faults = [
        f"never {side}, and not listed: {text}   (at {', '.join(places[file, text, side])})"
        for file, text, side in (missed - listed).elements()
    ]
    faults += [
        f"listed, and taken or gone: {file} | {text} | {side}" for file, text, side in (listed - missed).elements()
    ]
    if 100 * (sides - gaps) < LEAST_PERCENT * sides:
        faults.append(f"fewer than {LEAST_PERCENT} % of all branches are taken")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def read_branches(export):
    """Whether each side of each branch was taken, by (file, line, column)."""
    branches = defaultdict(lambda: {"true": False, "false": False})
    for entry in json.loads(Path(export).read_text())["data"][0]["files"]:
        file = library_file(entry["filename"])
        for line, column, _, _, true, false, *_ in entry["branches"] if file else []:
            if line not in test_lines(file):
                sides = branches[file, line, column]
                sides["true"] |= true > 0
                sides["false"] |= false > 0
    return branches


def read_lines(lcov):
    """How often each line of code was run, by file."""
    lines = defaultdict(Counter)
    file = None
    for record in Path(lcov).read_text().splitlines():
        kind, _, value = record.partition(":")
        if kind == "SF":
            file = library_file(value)
        elif kind == "DA" and file:
            line, count = map(int, value.split(",")[:2])
            if line not in test_lines(file):
                lines[file][line] += count
    return lines


def read_excluded(path):
    """The exclusions, each as often as it is listed, and how many stand under each heading."""
    listed, headings = Counter(), Counter()
    heading = "without a heading"
    for number, line in enumerate(Path(path).read_text().splitlines(), start=1):
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line:
            # The source line may hold bars of its own.
            file, _, rest = line.partition(" | ")
            parts = rest.rsplit(" | ", 2)
            if len(parts) != 3 or parts[1] not in ("true", "false") or not parts[2].strip():
                sys.exit(f"{path}:{number}: not `file | source line | true or false | reason`")
            listed[file, parts[0], parts[1]] += 1
            headings[heading] += 1
    return listed, headings


def library_file(path):
    """The file's name here, unless it is of none of the crates or holds tests."""
    path = Path(path)
    if path.name == "tests.rs":
        return None
    for crate, source in SOURCES.items():
        if path.is_relative_to(source):
            return crate + path.relative_to(source).as_posix()
    return None


def path_of(file):
    """The path of a file that is named so."""
    crate = next((crate for crate in SOURCES if crate and file.startswith(crate)), "")
    return SOURCES[crate] / file.removeprefix(crate)


texts, tests = {}, {}


def text_of(file):
    if file not in texts:
        texts[file] = path_of(file).read_text().splitlines()
    return texts[file]


def test_lines(file):
    """The lines of the unit tests at the end of a file, as rustfmt writes them."""
    if file not in tests:
        text = text_of(file)
        tests[file] = set()
        for index, line in enumerate(text[:-1]):
            if line == "#[cfg(test)]" and text[index + 1].endswith("{"):
                tests[file] |= set(range(index + 1, text.index("}", index) + 2))
    return tests[file]


def table(branches, lines, missed, listed):
    print(f"{'file':32} {'lines':>6} {'never':>6} {'sides':>6} {'never':>6} {'excluded':>9}")
    of_file = Counter(file for file, _, _ in branches)
    for file in sorted(lines):
        never = sum(count == 0 for count in lines[file].values())
        gaps = sum(count for key, count in missed.items() if key[0] == file)
        excluded = sum(count for key, count in (missed & listed).items() if key[0] == file)
        print(f"{file:32} {len(lines[file]):6} {never:6} {2 * of_file[file]:6} {gaps:6} {excluded:9}")


def share(part, whole):
    return f"{part} of {whole}, {100 * part / whole:.2f} %"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
