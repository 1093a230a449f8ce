"""Validates a report's datapackage.json and every table that it describes.

    python validate_package.py DIR

Prints each error in one line and exits 1 if there is any; 2 if DIR cannot be read as a report.
"""

import os
import sys
from pathlib import Path

from frictionless import FrictionlessException, Package


def errors_of(folder):
    """The number of tables, and what is wrong with the package in `folder`, one line each."""
    # Frictionless trusts relative paths below its base only, and the base is the working directory.
    os.chdir(folder)
    try:
        package = Package("datapackage.json")
    except FrictionlessException as failure:
        return 0, [one_line("datapackage.json", error) for error in failure.to_errors()]

    report = package.validate()
    lines = [one_line("datapackage.json", error) for error in report.errors]
    for task in report.tasks:
        lines += [one_line(task.name, error) for error in task.errors]
        # Such as too many errors to go on: a check that was cut short is not passed.
        lines += [f"{task.name}: {warning}" for warning in task.warnings]

    described = {resource.path for resource in package.resources}
    for path in sorted(Path("tables").glob("*")):
        if path.as_posix() not in described:
            lines.append(f"{path.as_posix()}: stands in the folder, but datapackage.json does not describe it")
    return len(package.resources), lines


def one_line(place, error):
    """An error as `table: kind: message`, whatever line breaks its cells hold."""
    return " ".join(f"{place}: {error.type}: {error.message}".split())


def main(arguments):
    if len(arguments) != 1:
        print("usage: validate_package.py DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if not (folder / "datapackage.json").is_file():
        print(f"{folder}: holds no datapackage.json; name the folder of a report", file=sys.stderr)
        return 2
    tables, lines = errors_of(folder)
    for line in lines:
        print(line)
    if not lines and not tables:
        lines = ["datapackage.json: describes no table"]
        print(lines[0])
    if lines:
        return 1
    print(f"valid: {tables} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
