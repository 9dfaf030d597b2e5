"""Opens the packages of a study with the programs of others, and says what each of them found.

The argument is the folder that `cargo run -p touchstone-exchange --example packages -- FOLDER` wrote.
"""

import csv
import json
import re
import sys
from pathlib import Path

csv.field_size_limit(1 << 30)
wrong = []


def say(peer, ok, what):
    print(f"{'agrees ' if ok else 'DIFFERS'}  {peer}: {what}")
    if not ok:
        wrong.append(peer)


def rows_of(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def frictionless(folder):
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    found = report.flatten(["taskNumber", "rowNumber", "fieldName", "type", "note"])
    rows = sum(task.stats.get("rows", 0) for task in report.tasks)
    say("frictionless", report.valid and 0 < rows, f"{len(report.tasks)} tables, {rows} rows, {found[:5]}")


def rocrate(folder):
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(folder))
    names = {entity.id for entity in crate.get_entities() if entity.type == "File"}
    there = {path.name for path in folder.iterdir()} - {"ro-crate-metadata.json"}
    say("rocrate", names == there, f"{len(names)} files, all there: {names == there}")


def context_of_rocrate():
    """Lets the validator read the context of RO-Crate from `rocrate`, for it may ask no network.

    That one is of 1.3, which adds words to 1.2 and takes none away.
    """
    import io

    import rocrate as peer
    from rdflib.plugins.shared.jsonld import context as rdflib_context
    from rocrate_validator.utils import http

    text = (Path(peer.__file__).parent / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    address = "https://w3id.org/ro/crate/1.2/context"

    class Answer:
        status_code = 200
        headers = {"Content-Type": "application/ld+json"}

        def json(self):
            return json.loads(text)

    ask = http.HttpRequester.get if hasattr(http.HttpRequester, "get") else None

    def get(self, url, *words, **named):
        if url == address:
            return Answer()
        if ask is None:
            raise OSError(f"{url}: nothing is asked of the network")
        return ask(self, url, *words, **named)

    http.HttpRequester.get = get
    read = rdflib_context.source_to_json

    def from_here(source, *words, **named):
        if source == address:
            return read(io.StringIO(text), *words, **named)
        return read(source, *words, **named)

    rdflib_context.source_to_json = from_here


def roc_validator(folder):
    from rocrate_validator import models, services

    context_of_rocrate()
    settings = services.ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.2",
        requirement_severity=models.Severity.RECOMMENDED,
        disable_remote_crate_download=True,
        offline=True,
    )
    result = services.validate(settings)
    found = {issue.severity.name: [] for issue in result.get_issues(models.Severity.RECOMMENDED)}
    for issue in result.get_issues(models.Severity.RECOMMENDED):
        found[issue.severity.name].append(f"{issue.check.identifier}: {issue.message}"[:160])
    n = len(result.executed_checks)
    say("roc-validator", not found.get("REQUIRED"), f"RO-Crate 1.2, {n} checks, {found}")


def openpyxl(folder):
    from openpyxl import load_workbook

    book = load_workbook(folder / "study.xlsx")
    tables = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    names = [table["name"] for table in tables]
    formulas = [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    say("openpyxl", book.sheetnames == names, f"sheets {book.sheetnames}")
    say("openpyxl", not formulas, f"formulas: {formulas}")
    for table in tables:
        sheet, lines = book[table["name"]], rows_of(folder / table["path"])
        head = [cell.value for cell in sheet[1]]
        same = head == [field["name"] for field in table["schema"]["fields"]]
        same = same and all(cell.font.b for cell in sheet[1]) and sheet.freeze_panes == "A2"
        same = same and sheet.max_row == len(lines) + 1
        if lines:
            kinds = {"integer": int, "number": (int, float), "boolean": bool}
            for at, field in enumerate(table["schema"]["fields"], start=1):
                kind = kinds.get(field["type"])
                cells = [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]
                values = [cell.value for cell in cells if cell.value is not None]
                if kind is not None and not all(isinstance(value, kind) for value in values):
                    same = False
                if field["type"] == "datetime":
                    written = [line[field["name"]] for line in lines]
                    read = [
                        "" if cell.value is None else cell.value.isoformat(timespec="milliseconds")
                        for cell in cells
                    ]
                    full = [
                        re.sub(r"(:\d\d)Z$", r"\1.000Z", text).removesuffix("Z") for text in written
                    ]
                    same = same and read == full
        say("openpyxl", same, f"sheet {table['name']}: {sheet.max_row - 1} rows")


def pyarrow(folder):
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(folder / "answers.parquet")
    lines = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    fields = next(r for r in resources if r["name"] == "answers")["schema"]["fields"]
    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }
    types = [(field["name"], kinds[field["type"]]) for field in fields]
    say("pyarrow", [(f.name, f.type) for f in table.schema] == types, "types of answers.parquet")
    times = {field["name"] for field in fields if field["type"] == "datetime"}
    read = [
        {
            name: value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            if name in times and value is not None
            else value
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]
    say("pyarrow", read == lines, f"{len(read)} rows, as in answers.json to the letter")


def fhir(folder):
    from fhir.resources.R4B.bundle import Bundle
    from fhir.resources.R4B.questionnaire import Questionnaire

    text = (folder / "questionnaire.json").read_text(encoding="utf-8")
    form = Questionnaire.model_validate_json(text)
    text = (folder / "questionnaire-responses.json").read_text(encoding="utf-8")
    bundle = Bundle.model_validate_json(text)
    responses = [entry.resource for entry in bundle.entry[1:]]
    asked = {}

    def walk(items):
        for item in items or []:
            assert item.linkId not in asked, f"{item.linkId} is there twice"
            asked[item.linkId] = item
            walk(item.item)

    walk(form.item)
    n, odd = 0, []

    def look(items):
        nonlocal n
        for item in items or []:
            question = asked.get(item.linkId)
            if question is None or (question.type == "group") != bool(item.item):
                odd.append(item.linkId)
                continue
            for answer in item.answer or []:
                n += 1
                of = {
                    "string": "valueString",
                    "text": "valueString",
                    "integer": "valueInteger",
                    "decimal": "valueDecimal",
                    "boolean": "valueBoolean",
                    "choice": "valueCoding",
                    "open-choice": "valueString",
                }[question.type]
                value = getattr(answer, of)
                if question.type == "open-choice" and value is None:
                    value = answer.valueCoding
                if value is None:
                    odd.append(item.linkId)
                elif answer.valueCoding is not None:
                    codes = {option.valueCoding.code for option in question.answerOption}
                    if answer.valueCoding.code not in codes:
                        odd.append(f"{item.linkId} {answer.valueCoding.code}")
            look(item.item)

    for response in responses:
        look(response.item)
        if response.questionnaire != f"{form.url}|{form.version}" or response.subject:
            odd.append(response.id)
    enabled = [when.question for item in asked.values() for when in item.enableWhen or []]
    odd += [question for question in enabled if question not in asked]
    # The models take any word for a status; the list is that of R4.
    known = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
    statuses = sorted({response.status for response in responses})
    odd += [status for status in statuses if status not in known]
    if bundle.entry[0].resource != form:
        odd.append("the Bundle has another Questionnaire")
    say("fhir.resources", not odd and 0 < n, f"{len(responses)} responses, {n} answers, {statuses}, {odd[:5]}")


def redcap(folder):
    """The rules of REDCap's own instructions, and of its import."""
    lines = rows_of(folder / "redcap-dictionary.csv")
    data = rows_of(folder / "redcap-data.csv")
    name, kind = "Variable / Field Name", "Field Type"
    choices = "Choices, Calculations, OR Slider Labels"
    odd, columns = [], []
    known = {line[name]: line for line in lines}
    if len(known) != len(lines) or lines[0][name] != "record_id" or len(lines[0]) != 18:
        odd.append("names")
    kinds = {"text", "notes", "radio", "checkbox", "slider", "yesno"}
    for at, line in enumerate(lines):
        if not re.fullmatch(r"[a-z](?!.*__)[a-z0-9_]{0,24}[a-z0-9]?", line[name]) or line[kind] not in kinds:
            odd.append(line[name])
        codes = [part.split(",", 1)[0].strip() for part in line[choices].split("|")]
        if line[kind] in ("radio", "checkbox") and len(set(codes)) != len(codes):
            odd.append(line[name])
        allowed = set(codes) if line[kind] == "radio" else {"0", "1"}
        of_line = [line[name]]
        if line[kind] == "checkbox":
            of_line = [f"{line[name]}___{code}" for code in codes]
        columns += of_line
        last = at + 1 == len(lines) or lines[at + 1]["Form Name"] != line["Form Name"]
        if last:
            columns.append(f"{line['Form Name']}_complete")
        for column in of_line:
            for row in data:
                value = row.get(column, "")
                if value and line[kind] in ("radio", "checkbox", "yesno") and value not in allowed:
                    odd.append(f"{column} {value}")
                if value and line[kind] == "slider" and not (value.isdigit() and int(value) <= 100):
                    odd.append(f"{column} {value}")
        for field, code in re.findall(r"\[([a-z0-9_]+)(?:\(([a-z0-9_]+)\))?\]", line["Branching Logic (Show field only if...)"]):
            if field not in known or (code and f"{code}, " not in known[field][choices]):
                odd.append(f"{line[name]} asks {field}")
    ids = [row["record_id"].lower() for row in data]
    if list(data[0]) != columns or len(set(ids)) != len(ids):
        odd.append("columns or records")
    say("REDCap's rules", not odd, f"{len(lines)} variables, {len(data)} records, {odd[:5]}")


def imrmc(folder):
    """The rules of the iMRMC user manual."""
    head, _, body = (folder / "study.imrmc").read_text(encoding="utf-8").partition("BEGIN DATA:\n")
    told = {key: int(n) for key, n in re.findall(r"^(NR|N0|N1|NM): (\d+)$", head, re.M)}
    lines = [line.split(",") for line in body.splitlines()]
    truth = {case: value for who, case, _, value in lines if who == "truth"}
    scores = [line for line in lines if line[0] != "truth"]
    found = {
        "NR": len({line[0] for line in scores}),
        "N0": sum(value == "0" for value in truth.values()),
        "N1": sum(value == "1" for value in truth.values()),
        "NM": len({line[2] for line in scores}),
    }
    keys = {tuple(line[:3]) for line in scores}
    cases = {row["case_id"]: row["source"] for row in rows_of(folder / "cases.csv")}
    right = all((cases[case] == "synthetic") == (value == "1") for case, value in truth.items())
    whole = len(keys) == len(scores) and all(line[1] in truth and float(line[3]) for line in scores)
    say("iMRMC's rules", told == found and right and whole, f"{told}, {len(scores)} scores")


def main():
    root = Path(sys.argv[1])
    for name in ("unblinded", "blinded"):
        folder = root / name
        print(f"{name}:")
        for peer in (frictionless, rocrate, roc_validator, openpyxl, pyarrow, fhir, redcap):
            try:
                peer(folder)
            except Exception as error:  # A peer that stumbles has found something, too.
                say(peer.__name__, False, f"{type(error).__name__}: {error}"[:400])
        if name == "unblinded":
            imrmc(folder)
        else:
            hidden = not (folder / "cases.csv").exists() and not (folder / "study.imrmc").exists()
            say("blinding", hidden, "no cases, no ratings by truth")
    sys.exit(1 if wrong else 0)


main()
