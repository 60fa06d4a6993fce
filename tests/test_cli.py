"""The command as a person meets it: what it says, and the status it ends with."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from articles import GAS, SUPPORT, THREAT, write
from forking import preloaded
from prefect.settings import PREFECT_API_URL, temporary_settings
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.stages import Tools
from pipeline.store import Store

STASIS = str(Path(sys.executable).with_name("stasis"))
ROOT = Path(__file__).parents[1]
COMMANDS = (
    "run", "versions", "tag", "prune", "show", "diff", "evaluate", "evaluate-models", "evaluate-actors",
    "sources", "sources add", "sources test", "check", "serve", "deploy", "status", "train", "train spacy",
    "train claims", "actors", "actors check", "actors add", "actors explain", "export", "export dna", "export plover",
    "export graphml", "export gexf", "export aggregates", "export parquet", "report", "review", "review summary",
)  # fmt: skip
Stasis = Callable[..., Result]


@pytest.fixture(scope="module")
def stasis(api: str, tools: Tools) -> Iterator[Stasis]:
    """The command in this process, with the session's models and server; an unforeseen error fails the test."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)

    with pytest.MonkeyPatch.context() as patch, temporary_settings({PREFECT_API_URL: api}):
        preloaded(tools, patch)
        yield call


@pytest.fixture(scope="module")
def published(stasis: Stasis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two versions: in the second «gas» was rewritten and «support» withdrawn."""
    folder = tmp_path_factory.mktemp("published")
    write(folder / "in")
    assert stasis("run", "--input", folder / "in", "--output", folder / "out").exit_code == 0
    (folder / "in" / "support.txt").unlink()
    write(folder / "in", gas="Η Ελλάδα εξαρτάται από το ρωσικό αέριο.")
    assert stasis("run", "--input", folder / "in", "--output", folder / "out").exit_code == 0
    return folder / "out"


class TestHelp:
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_every_command_explains_itself(self, command: str) -> None:
        said = CliRunner().invoke(app, [*command.split(), "--help"], terminal_width=100)
        assert said.exit_code == 0
        assert "Usage:" in said.output
        assert not re.search(r"``|Traceback|None\b|\bArgs:", said.output)

    def test_run_explains_its_statuses(self) -> None:
        said = " ".join(CliRunner().invoke(app, ["run", "--help"]).output.split())
        for words in ("status 0 when all went well", "1 when some articles", "2 when"):
            assert words in said

    def test_the_version(self) -> None:
        assert re.fullmatch(r"stasis \d+\.\d+\.\d+\n", CliRunner().invoke(app, ["--version"]).output)

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ("nonsense", "No such command"),
            ("run --nonsense", "No such option"),
            ("show", "Missing argument"),
            ("diff 1 b", "there is no tag «b»"),
            ("run --min-confidence 2", "Invalid value for '--min-confidence'"),
            ("evaluate", "Missing argument"),
            ("evaluate-models", "Missing option"),
            ("show stance --limit 0", "Invalid value for '--limit'"),
        ],
    )
    def test_a_slip_at_the_keyboard(self, arguments: str, says: str) -> None:
        said = CliRunner().invoke(app, arguments.split())
        assert said.exit_code == 2
        assert says in said.output

    def test_help_needs_none_of_the_heavy_libraries(self) -> None:
        code = "import pipeline.cli, sys; print([m for m in sys.argv[1:] if m in sys.modules])"
        heavy = ["networkx", "pandas", "pyarrow", "spacy", "prefect", "deltalake", "trafilatura", "numpy"]
        said = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
        assert said.stdout == "[]\n"


class TestRun:
    def test_says_what_was_found_and_where(self, stasis: Stasis, tmp_path: Path) -> None:
        said = stasis("run", "--input", write(tmp_path / "in"), "--output", tmp_path / "out")
        assert said.exit_code == 0
        for words in (
            "read and searched: 3 of 3 articles",
            "Τουρκία\t",
            "3 documents",
            "These articles are made up, with made-up quotations about real people and states.",
            "Published version 1 (documents +3 -0 ~0",
            str(tmp_path / "out" / "csv" / "stance.csv"),
        ):
            assert words in said.output
        stages = re.findall(r"^(\w+) +\d+\.\d s  (.*)$", said.output, re.MULTILINE)
        assert [name for name, _ in stages] == ["read", "compare", "load", "annotate", "link", "extract", "publish"]
        assert dict(stages)["read"] == "3 articles, 0 left out in all"
        assert dict(stages)["publish"] == "version 1"
        assert not re.search("[│━┃\x1b]", said.output)  # lines and colours are for terminals
        assert said.stderr == ""
        with (tmp_path / "out" / "csv" / "stance.csv").open(encoding="utf-8", newline="") as rows:
            claims = list(csv.DictReader(rows))
        assert {(c["holder_rollup"], c["target_rollup"]) for c in claims} >= {("TUR", "GRC"), ("FRA", "UKR")}

    def test_again(self, stasis: Stasis, tmp_path: Path) -> None:
        arguments = ("run", "--input", write(tmp_path / "in"), "--output", tmp_path / "out")
        stasis(*arguments)
        said = stasis(*arguments)
        assert said.exit_code == 0
        assert "Nothing changed: version 1 stays the newest." in said.output

    def test_several_inputs_and_a_threshold(self, stasis: Stasis, tmp_path: Path) -> None:
        files = [write(tmp_path / "in") / name for name in ("gas.txt", "threat.txt")]
        given = [word for file in files for word in ("--input", file)]
        said = stasis("run", *given, "--output", tmp_path / "out", "--min-confidence", 1)
        assert said.exit_code == 0
        assert "2 documents" in said.output

    def test_real_articles_are_not_called_made_up(self, stasis: Stasis, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(THREAT, encoding="utf-8")
        said = stasis("run", "--input", tmp_path / "a.txt", "--output", tmp_path / "out")
        assert "made up" not in said.output
        write(tmp_path, gas=GAS)
        said = stasis("run", "--input", tmp_path, "--output", tmp_path / "out")
        assert "Some of these articles are made up" in said.output

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("gone.txt", None, "gone.txt: there is no such file or folder\n  -> check the path"),
            ("empty.txt", b"", "empty.txt: the file is empty\n  -> "),
            ("english.txt", b"Nothing in it is Greek.", "english.txt: not Greek: 0% of its letters are Greek"),
            ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "picture.txt: no text but an image\n  -> save"),
        ],
    )
    def test_nothing_at_all_could_be_read(
        self, stasis: Stasis, tmp_path: Path, name: str, content: bytes | None, says: str
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        said = stasis("run", "--input", tmp_path / name, "--output", tmp_path / "out")
        assert said.exit_code == 2
        assert "stasis: no article could be read, so nothing is published\n" in said.stderr
        assert says in said.stderr
        assert Store(tmp_path / "out").versions() == []


CURDLED = "Η Άγκυρα εξαρτάται από το ρωσικό αέριο."  # Ά has another place in cp1253 than in ISO 8859-7
LONG = (THREAT + "\n") * 36_000  # 5 MB as UTF-8
PAGE = (
    "<!doctype html><html><body><nav>Αρχική</nav>"
    f"<article><p>{THREAT * 3}</p><p>{SUPPORT * 3}</p></article></body></html>"
)


@dataclass(frozen=True)
class Bad:
    """A file, what is said about it ("" for nothing), and the beginning of the text published ("" for none)."""

    name: str
    content: bytes
    says: str
    text: str = ""


BAD = [
    Bad("empty.txt", b"", "left out: {}: the file is empty\n  -> "),
    Bad("blank.txt", b" \n\n", "left out: {}: the file is empty\n  -> "),
    Bad("cp1253.txt", CURDLED.encode("cp1253"), "", CURDLED),
    Bad("iso8859.txt", (CURDLED + " Ναι.").encode("iso8859_7"), "", CURDLED + " Ναι."),
    Bad("binary.txt", bytes(range(256)) * 9, "left out: {}: no text but a binary file\n  -> save the article as plain"),
    Bad("report.txt", b"%PDF-1.7\n%\xe2\xe3", "left out: {}: no text but a PDF file\n  -> save the article as plain"),
    Bad("page.txt", PAGE.encode(), "note: {}: HTML where text was expected", THREAT * 3),
    Bad("english.txt", b"Turkey threatens Greece.", "left out: {}: not Greek: 0% of its letters are Greek"),
    Bad(
        "long.txt",
        LONG.encode(),
        "left out: {}: too long: 2,700,000 characters, and limits.characters is 500,000\n  -> split",
    ),
    Bad("twice.txt", THREAT.encode(), "note: {}: «twice» repeats «threat» in ", THREAT),
    Bad("nfd.txt", unicodedata.normalize("NFD", "Έτσι: " + GAS).encode(), "", unicodedata.normalize("NFD", "Έτσι")),
    Bad("polytonic.txt", "Ἡ Γαλλία στηρίζει τὴν Οὐκρανία.".encode(), "", "Ἡ Γαλλία"),
    Bad("alike.txt", "Η Tουρκία απειλεί την Eλλάδα.".encode(), "", "Η Tουρκία"),
    Bad("open.txt", "---\ntitle: α: β\n---\nΗ Άγκυρα απειλεί.".encode(), "left out: {}:2: malformed front matter: "),
    Bad("list.jsonl", b'{"doc_id": 1}\nnonsense\n', "left out: {}:2: not valid JSON: "),
    Bad("scan.png", b"\x89PNG", "note: {folder}: files passed over for their ending: 1 .png"),
]


class TestBadInput:
    @pytest.fixture(scope="class")
    def run(self, stasis: Stasis, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
        """All bad files in one folder with a good article, in one run."""
        folder = tmp_path_factory.mktemp("bad")
        write(folder / "in", threat=THREAT)
        (folder / "in" / "threat.txt").rename(folder / "in" / "0.txt")
        for bad in BAD:
            (folder / "in" / bad.name).write_bytes(bad.content)
        gone = folder / "gone"
        return folder, stasis("run", "--input", folder / "in", "--input", gone, "--output", folder / "out")

    @pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
    def test_each_has_its_message_and_nothing_else_is_lost(self, run: tuple[Path, Result], bad: Bad) -> None:
        folder, said = run
        place = folder / "in" / bad.name
        if bad.says:
            assert bad.says.format(place, folder=folder / "in") in said.stderr
        else:
            assert bad.name not in said.stderr
        texts = {d["doc_id"]: d["text"] for d in Store(folder / "out").read("documents").to_pylist()}
        assert (place.stem in texts) == bool(bad.text)
        assert texts.get(place.stem, "").startswith(bad.text)

    def test_the_whole(self, run: tuple[Path, Result]) -> None:
        folder, said = run
        assert said.exit_code == 1
        assert f"left out: {folder / 'gone'}: there is no such file or folder\n  -> check the path" in said.stderr
        assert "Published version 1" in said.output
        assert "Traceback" not in said.output

    @pytest.mark.parametrize(
        ("doc_id", "first", "second"),
        [
            ("threat", "TUR", "GRC"),
            ("cp1253", "TUR", "RUS"),
            ("iso8859", "TUR", "RUS"),
            ("nfd", "DEU", "RUS"),
            ("polytonic", "FRA", "UKR"),
            ("alike", "TUR", "GRC"),
            ("page", "TUR", "GRC"),
        ],
    )
    def test_what_can_be_read_is_searched(self, run: tuple[Path, Result], doc_id: str, first: str, second: str) -> None:
        store = Store(run[0] / "out")
        claims = store.read("stance").to_pylist() + store.read("dependence").to_pylist()
        pairs = {
            (c.get("holder_rollup") or c.get("dependent_rollup"), c.get("target_rollup") or c.get("provider_rollup"))
            for c in claims
            if c["doc_id"] == doc_id
        }
        assert (first, second) in pairs

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            ("sources: [α\n", "{}:2: not valid YAML: did not find expected ',' or ']'\n  -> mend the YAML there"),
            ("output: x\nbatsh: 3\n", "{}:2: unknown key «batsh»\n  -> keys allowed here: sources, output, engine"),
            ("batch: -1\n", "{}:1: «batch»: input should be greater than 0 (given: -1)\n  -> correct the value"),
        ],
    )
    @pytest.mark.parametrize("command", ["run", "versions", "check", "sources", "show stance", "diff 1 2"])
    def test_settings(self, stasis: Stasis, tmp_path: Path, command: str, content: str, says: str) -> None:
        path = tmp_path / "pipeline.yaml"
        path.write_text(content, encoding="utf-8")
        said = stasis(*command.split(), "--config", path)
        assert said.exit_code == 2
        assert says.format(path) in said.stderr
        assert said.stdout == ""

    @pytest.mark.parametrize("inside", ["", "deeper"])
    def test_an_output_that_cannot_be_written(self, stasis: Stasis, tmp_path: Path, inside: str) -> None:
        (tmp_path / "file").write_text("α", encoding="utf-8")
        said = stasis("run", "--input", write(tmp_path / "in"), "--output", tmp_path / "file" / inside)
        assert said.exit_code == 2
        assert "the output cannot be written: Not a directory\n  -> see that the folder is writable" in said.stderr

    def test_an_output_that_may_only_be_read(self, stasis: Stasis, tmp_path: Path) -> None:
        (tmp_path / "disk").mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", tmp_path / "disk"], capture_output=True)
        if mounted.returncode:
            pytest.skip("needs the right to mount")
        try:
            said = stasis("run", "--input", write(tmp_path / "in"), "--output", tmp_path / "disk" / "out")
        finally:
            subprocess.run(["umount", tmp_path / "disk"], check=True)
        assert said.exit_code == 2
        assert "the output cannot be written: Read-only file system" in said.stderr


class TestReading:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ("versions", "version\tmade at\tdocuments\tstance\tdependence\tengine\tcode"),
            ("versions", "\n2\t20"),
            ("show documents", "documents: 2 of 2 rows\ndoc_id\tsource\ttitle"),
            ("show documents --version 1", "documents: 3 of 3 rows"),
            ("show documents --version 1 --limit 1", "documents: 1 of 3 rows"),
            ("show stance", "doc_id\tholder\tpolarity\tcategory\ttarget\tfactuality"),
            ("show dependence --version 1", "Γερμανία\tdependent\tenergy\tΡωσία"),
            ("show entities", "Άγκυρα"),
            ("show sentences", THREAT.partition(" Η Ελ")[0]),
            ("show stance --actor ΕΛΛΑΔΑ --role target", "stance: 1 of 1 rows asked for, among"),
            ("show stance --actor grc --polarity negative --sort -sure,date", "\tΕλλάδα\t"),
            ("show dependence --version 1 --domain energy --search ΡΩΣΙΚΟ", "dependence: 1 of 1 rows asked for"),
            ("show stance --since 1999 --limit 1", "stance: 1 of 2 rows asked for, among 2\ndoc_id\t"),
            ("show documents --limit 1 --sort -doc_id", "documents: 1 of 2 rows"),
            ("diff 1 2", "summary\ntable\tappeared\tvanished\tchanged\ndocuments\t0\t1\t1\n"),
            ("diff 1 2", "vanished\t\t\t\tremoved article\t\t"),
            ("diff 1 2", "changed article\ttext\t"),
            ("diff 1 2 --format csv", "table,change,field,before,after,reason,detail,claim_id,"),
            ("diff 1 2 --format json", '{"before": 1, "after": 2, "summary": [{"table": "documents"'),
            ("diff 1 2 --format html", "<!DOCTYPE html>"),
            ("diff 2 2", "stance: no difference\ndependence: no difference\n"),
            ("diff 1 2 --table documents", "changed\ttext\t"),
        ],
    )
    def test_plain_lines_where_no_terminal_is(self, stasis: Stasis, published: Path, arguments: str, says: str) -> None:
        said = stasis(*arguments.split(), "--output", published)
        assert said.exit_code == 0
        assert says in said.stdout
        assert not re.search("[│━┃\x1b]|\\bnan\\b", said.stdout)

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ("show nonsense", "has no table 'nonsense'\n  -> tables there are: documents, sentences, entities"),
            ("show tokens", "has no table 'tokens'\n  -> tables there are: documents"),
            ("review --version 9", "there is no version 9\n  -> versions there are: 1, 2"),
            ("show stance --version 9", "there is no version 9\n  -> versions there are: 1, 2"),
            ("diff 1 9", "there is no version 9\n  -> versions there are: 1, 2"),
            ("diff 1 2 --table nonsense", "has no table 'nonsense'\n  -> tables there are"),
        ],
    )
    def test_what_is_not_there(self, stasis: Stasis, published: Path, arguments: str, says: str) -> None:
        said = stasis(*arguments.split(), "--output", published)
        assert said.exit_code == 2
        assert says in said.stderr
        assert str(published) in said.stderr
        assert said.stdout == ""

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (
                "show stance --actor Ελάδα",
                "--actor: no claim has the actor «Ελάδα»\n  -> the nearest there are: Ελλάδα",
            ),
            ("show stance --trend dependent", "--trend: the table stance has no trend\n  -> leave it out, or ask for"),
            ("show documents --actor Ελλάδα", "documents: only claims can be asked for so\n  -> show stance or dep"),
            (
                "show documents --sort batsh",
                "--sort: no column «batsh» to sort by\n  -> choose among date, sure, doc_id",
            ),
            ("review --actor batsh --no-browser", "--actor: no claim has the actor «batsh»"),
        ],
    )
    def test_what_cannot_be_asked_for(self, stasis: Stasis, published: Path, arguments: str, says: str) -> None:
        said = stasis(*arguments.split(), "--output", published)
        assert (said.exit_code, said.stdout) == (2, "")
        assert says in said.stderr

    @pytest.mark.parametrize("format", ["table", "csv", "json", "html"])
    def test_a_comparison_goes_to_a_file(self, stasis: Stasis, published: Path, tmp_path: Path, format: str) -> None:
        there = stasis("diff", 1, 2, "--format", format, "--output", published).stdout
        said = stasis("diff", 1, 2, "--format", format, "--to", tmp_path / "diff", "--output", published)
        assert (said.exit_code, said.stdout) == (0, "")
        assert (tmp_path / "diff").read_bytes().decode().splitlines() == there.splitlines()

    def test_a_comparison_that_cannot_be_written(self, stasis: Stasis, published: Path, tmp_path: Path) -> None:
        said = stasis("diff", 1, 2, "--format", "csv", "--to", tmp_path, "--output", published)
        assert said.exit_code == 2
        assert "cannot be written: Is a directory\n  -> give --to another path" in said.stderr

    def test_nothing_published_yet(self, stasis: Stasis, tmp_path: Path) -> None:
        said = stasis("versions", "--output", tmp_path)
        assert (said.exit_code, said.stdout) == (
            0,
            f"No version has been published in {tmp_path} yet: run «stasis run».\n",
        )
        assert stasis("show", "stance", "--output", tmp_path).exit_code == 2

    def test_sources(self, stasis: Stasis, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(ROOT)
        assert "sample\tyes\tfolder\tdata/raw/sample\t" in stasis("sources").stdout

    def test_check(self, stasis: Stasis, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(ROOT)
        assert re.fullmatch(r"all well: \d+ sources, \d{3,} actors, \d{3,} frames\n", stasis("check").stdout)

    def test_check_finds_what_is_wrong_in_any_file(self, stasis: Stasis, tmp_path: Path) -> None:
        for folder in ("sources", "actors", "frames"):
            (tmp_path / folder).mkdir()
        (tmp_path / "pipeline.yaml").touch()
        (tmp_path / "sources" / "a.yaml").write_text("kind: folder\npaht: α\n", encoding="utf-8")
        said = stasis("check", "--config", tmp_path / "pipeline.yaml")
        assert said.exit_code == 2
        assert f"{tmp_path}/sources/a.yaml:" in said.stderr


class TestEvaluate:
    GOLD = ROOT / "tests" / "gold" / "original.jsonl"

    def test_a_row_for_each_figure_and_the_errors(self, stasis: Stasis, tmp_path: Path) -> None:
        (tmp_path / "one.jsonl").write_bytes(self.GOLD.read_bytes().splitlines(keepends=True)[0])
        said = stasis("evaluate", tmp_path / "one.jsonl", "--errors", tmp_path / "errors.jsonl")
        assert said.exit_code == 0
        assert said.stdout.startswith("file\ttype\tfigure\tgold\tpredicted\tagreed\tp\tr\tf1\t")
        assert "\none\tstance\tfull\t" in said.stdout
        assert "\none\tdependence\tbetween actors\t" in said.stdout
        errors = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
        assert {e["kind"] for e in errors} <= {"missed", "spurious"}

    def test_several_files_are_summed(self, stasis: Stasis, tmp_path: Path) -> None:
        lines = self.GOLD.read_bytes().splitlines(keepends=True)
        for name, line in zip("ab", lines, strict=False):
            (tmp_path / f"{name}.jsonl").write_bytes(line)
        said = stasis("evaluate", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
        assert {line.partition("\t")[0] for line in said.stdout.splitlines()} == {"file", "a", "b", "all"}

    def test_files_of_one_name_stay_apart(self, stasis: Stasis, tmp_path: Path) -> None:
        lines = self.GOLD.read_bytes().splitlines(keepends=True)
        files = [tmp_path / folder / "dev.jsonl" for folder in "ab"]
        for file, line in zip(files, lines, strict=False):
            file.parent.mkdir()
            file.write_bytes(line)
        said = stasis("evaluate", *files)
        assert {line.partition("\t")[0] for line in said.stdout.splitlines()} == {"file", *map(str, files), "all"}
        again = stasis("evaluate", files[0], tmp_path / "a" / ".." / "a" / "dev.jsonl")
        assert again.exit_code == 2
        assert "stands in another file too\n  -> give each gold file once" in again.stderr

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (None, "gold.jsonl: cannot be read: No such file or directory\n  -> give the path of a gold file"),
            ("nonsense\n", "gold.jsonl:1: no valid JSON"),
            ('{"doc_id": "α"}\n', "gold.jsonl:1: document lacks the key 'text'\n  -> add it"),
            ("", "gold: there is no document in it\n  -> give"),
        ],
    )
    def test_bad_gold(self, stasis: Stasis, tmp_path: Path, content: str | None, says: str) -> None:
        if content is not None:
            (tmp_path / "gold.jsonl").write_text(content, encoding="utf-8")
        said = stasis("evaluate", tmp_path / "gold.jsonl")
        assert said.exit_code == 2
        assert says in said.stderr

    def test_errors_that_cannot_be_written(self, stasis: Stasis, tmp_path: Path) -> None:
        (tmp_path / "one.jsonl").write_bytes(self.GOLD.read_bytes().splitlines(keepends=True)[0])
        said = stasis("evaluate", tmp_path / "one.jsonl", "--errors", tmp_path / "gone" / "errors.jsonl")
        assert said.exit_code == 2
        assert "errors.jsonl: cannot be written: No such file or directory\n  -> give --errors" in said.stderr


class TestProcess:
    """The command as installed, in a process of its own, in a folder that is not the project's."""

    def call(self, folder: Path, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        words = [STASIS, *map(str, arguments)]
        return subprocess.run(words, cwd=folder, env=os.environ | env, capture_output=True, text=True)

    @pytest.mark.slow
    def test_a_run_with_its_own_server(self, tmp_path: Path) -> None:
        write(tmp_path / "in")
        (tmp_path / "in" / "empty.txt").touch()
        said = self.call(tmp_path, "run", "--input", "in", "--output", "out")
        assert said.returncode == 1
        assert said.stderr == (
            "left out: in/empty.txt: the file is empty\n  -> put the article there, or remove the file\n"
        )
        assert "Published version 1" in said.stdout
        assert said.stdout.endswith("out/csv/stance.csv\n")
        assert {p.name for p in tmp_path.iterdir()} == {"in", "out"}

    @pytest.mark.slow
    def test_prefect_cannot_keep_its_records(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        said = self.call(
            tmp_path, "run", "--input", write(tmp_path / "in"), PREFECT_HOME=str(tmp_path / "file" / "home")
        )
        assert said.returncode == 2
        assert "Traceback" not in said.stderr
        assert "PREFECT_HOME" in said.stderr

    def test_no_traceback_for_a_slip(self, tmp_path: Path) -> None:
        said = self.call(tmp_path, "versions", "--config", "gone.yaml")
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr == "stasis: gone.yaml: the file cannot be read\n  -> No such file or directory\n"
