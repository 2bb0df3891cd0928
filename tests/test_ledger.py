"""The ledger on SQLite and on PostgreSQL: what it keeps, what it refuses, and many writers at once."""

from __future__ import annotations

import json
import multiprocessing
import os
import pwd
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import ledgers
import pytest
from ledgers import LINE, PLANT, audit, data_of, decision, fill
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.assessment.assess import Prepared
from engine.inference import reference
from engine.inference.plan import Stratum
from engine.inference.solve import Evaluate
from engine.law.checks import dependencies, formula_reads
from engine.law.values import Facts, Truth, day
from engine.ledger import tree
from engine.ledger.check import check_entry
from engine.ledger.database import Database
from engine.ledger.decide import Disagreement, Recorder, record
from engine.ledger.draft import Draft
from engine.ledger.faults import Fault
from engine.ledger.leaf import Identity, read_identity, read_leaf
from engine.ledger.note import read_note
from engine.ledger.packing import digest
from engine.ledger.schema import metadata
from engine.ledger.store import Ledger
from engine.ledger.verify import verify

ROOT = Path(__file__).parents[1]
JULY = day(ledgers.JULY)


@pytest.fixture
def ledger(place: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(place, tmp_path / "keys", create=True) as made:
        yield made


def recorded(ledger: Ledger, prepared: Prepared, durable: Evaluate, path: Path = LINE, **who: object) -> int:
    recorder = Recorder("Kim", **who)  # type: ignore[arg-type]
    return record(ledger, data_of(path, prepared), prepared, JULY, durable, reference.evaluate, recorder)[0]


def test_a_decision_is_kept_with_all_that_it_came_from(ledger: Ledger, prepared: Prepared, durable: Evaluate) -> None:
    number = recorded(ledger, prepared, durable, organisation="세무법인 하나")
    with ledger.view() as view:
        stored, note = view.entry(number), read_note(view.note())
        assert check_entry(stored) == []
        leaf = read_leaf(stored.leaf)
        assert leaf is not None
        assert note.head.size == number == 2
        assert note.head.root == tree.root(2, view.node)
        assert note.signed_by(view.signing_keys()[0][1])
    assert leaf["rulebook"] == prepared.rulebook.digest == digest(prepared.rulebook.content)
    assert (leaf["known_on"], leaf["organisation"], leaf["refers_to"], leaf["signed"]) == (
        ledgers.JULY,
        "세무법인 하나",
        None,
        False,
    )
    claim = json.loads(stored.contents[leaf["claim"]].unpack() or b"")
    assert claim["taxpayer"] == {"size": "large"}  # the name stands apart
    assert stored.identity is not None
    identity = read_identity(stored.identity[1])
    assert (identity.actor, identity.claim) == ("Kim", ((("taxpayer", "name"), "예시"),))
    assert "예시" not in stored.leaf.decode()
    for name in ("claim", "assessment"):
        assert "예시".encode() not in (stored.contents[leaf[name]].unpack() or b"")


def test_every_kind_of_entry_is_whole(ledger: Ledger, prepared: Prepared) -> None:
    fill(ledger, prepared)
    report = verify(ledger)
    assert report.findings == []
    assert report.counts == {"key": 2, "decision": 4, "erasure": 1, "audit": 1}
    assert (report.size, report.erased, report.rows, report.contents) == (8, 1, 3000, 6)
    with ledger.view() as view:
        assert view.superseded_by(2) == [4]
        assert [check_entry(stored) for stored in view.entries()] == [[]] * 8
        assert view.entry(3).identity is None


def test_a_ledger_that_is_opened_again_goes_on(place: str, tmp_path: Path, prepared: Prepared) -> None:
    one = decision(prepared)
    for number in range(2, 6):
        with Ledger(place, tmp_path / "keys", create=True) as ledger:
            assert ledger.append([one]) == [number]
            assert verify(ledger).findings == []


@pytest.mark.parametrize("table", list(metadata.tables))
def test_the_database_itself_refuses_changes(ledger: Ledger, prepared: Prepared, table: str) -> None:
    fill(ledger, prepared)
    column = metadata.tables[table].columns.keys()[-1]
    attempts = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    attempts += [f"INSERT INTO {table} SELECT * FROM {table}"]
    if ledger.database.path is None:
        attempts.append(f"TRUNCATE {table} CASCADE")
    else:
        attempts.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    for attempt in attempts:
        with pytest.raises(DBAPIError), ledger.database.engine.begin() as connection:
            connection.execute(text(attempt))
    assert verify(ledger).findings == []


def test_entries_have_no_gaps(ledger: Ledger) -> None:
    with pytest.raises(DBAPIError), ledger.database.engine.begin() as connection:
        connection.execute(text("INSERT INTO entry (number, kind, leaf) VALUES (7, 'key', 'x')"))


# -- identity


def test_erasure_leaves_everything_else_whole(ledger: Ledger, prepared: Prepared, durable: Evaluate) -> None:
    claim = data_of(LINE, prepared)
    claim["taxpayer"] = {"name": "지워질 이름", "size": "large"}
    number, _ = record(ledger, claim, prepared, JULY, durable, reference.evaluate, Recorder("Kim"))
    with ledger.view() as view:
        before = view.entry(number)
    assert ledger.erase(number, "Park") == 3
    with ledger.view() as view:
        after = view.entry(number)
        assert (after.leaf, after.identity, after.erased_by) == (before.leaf, None, 3)
    assert verify(ledger).findings == []
    for again, code in ((number, "nothing-to-erase"), (1, "nothing-to-erase"), (99, "no-entry")):
        with pytest.raises(Fault) as fault:
            ledger.erase(again, "Park")
        assert fault.value.code == code
    if ledger.database.path is not None:  # nor does the file keep it
        for file in ledger.database.path.parent.iterdir():
            assert "지워질 이름".encode() not in file.read_bytes()


def test_an_answer_never_hangs_on_who_the_claim_is_about(prepared: Prepared) -> None:
    """Or it could not be replayed once that was erased."""
    identifying = {fact.path for fact in prepared.rulebook.facts.values() if fact.identifies}
    assert identifying == {"taxpayer.name", "taxpayer.registration_number"}
    read = {fact for reads in dependencies(prepared.rulebook).values() for fact in reads}
    for formula in prepared.rulebook.formulas.values():
        read |= set(formula_reads(formula.value))
    assert not {f"fact:{path}" for path in identifying} & read


def test_who_attested_is_identity_too(ledger: Ledger, prepared: Prepared) -> None:
    claim = data_of(LINE, prepared)
    claim["attestations"] = [
        {"facts": {"taxpayer.cooperative": False, "taxpayer.name": "예시"}, "by": "홍길동", "on": "2024-03-01"}
    ]
    evaluate = reference.evaluate
    number, _ = record(ledger, claim, prepared, JULY, evaluate, evaluate, Recorder("Kim"))
    with ledger.view() as view:
        stored = view.entry(number)
    leaf = read_leaf(stored.leaf)
    assert leaf is not None
    kept = "".join((stored.contents[leaf[name]].unpack() or b"").decode() for name in ("claim", "assessment"))
    assert "홍길동" not in kept and "예시" not in kept and '"by":"withheld"' in kept
    assert stored.identity is not None
    assert {value for _, value in read_identity(stored.identity[1]).claim} == {"홍길동", "예시"}


# -- decided twice


def crooked(
    stratum: Stratum, facts: Facts, applies: Mapping[str, Truth], known: Mapping[str, Truth]
) -> dict[str, Truth]:
    truths = reference.evaluate(stratum, facts, applies, known)
    return {**truths, "asset.used": not truths["asset.used"]} if "asset.used" in truths else truths


def test_a_disagreement_is_refused_and_kept(ledger: Ledger, prepared: Prepared, durable: Evaluate) -> None:
    for first, second in ((crooked, reference.evaluate), (durable, crooked)):
        with pytest.raises(Disagreement) as refused:
            record(ledger, data_of(LINE, prepared), prepared, JULY, first, second, Recorder("Kim"))
        assert refused.value.provisions == ["asset.used"]
        with ledger.view() as view:
            stored = view.entry(refused.value.kept_as)
        leaf = read_leaf(stored.leaf)
        assert leaf is not None and stored.kind == "disagreement"
        both = [json.loads(stored.contents[leaf[name]].unpack() or b"") for name in ("durable", "reference")]
        assert both[0] != both[1]
        assert {answer["investments"][0]["outcome"] for answer in both} == {"eligible", "ineligible"}
    report = verify(ledger)
    assert (report.findings, report.counts) == ([], {"key": 1, "disagreement": 2})


def test_signed_needs_every_assumption_closed(ledger: Ledger, prepared: Prepared, durable: Evaluate) -> None:
    with pytest.raises(Fault) as fault:
        recorded(ledger, prepared, durable, PLANT, signed=True)
    assert fault.value.code == "open-presumptions"
    assert "taxpayer.resident" in str(fault.value.values["facts"])
    claim = data_of(PLANT, prepared)
    assumed = str(fault.value.values["facts"]).split(", ")
    known = prepared.rulebook.facts
    lists = [path for path in assumed if path in prepared.rulebook.lists]
    facts = {path: known[path].presumed.value for path in assumed if path in known and known[path].derived is None}  # type: ignore
    for investment in claim["investments"]:
        investment.update({path: [] for path in lists})
    claim["attestations"] = [{"facts": facts, "by": "홍길동", "on": "2024-03-01"}]
    number, made = record(ledger, claim, prepared, JULY, durable, reference.evaluate, Recorder("Kim", signed=True))
    assert (number, made.document["assumptions"]) == (2, [])


def test_only_decisions_are_superseded(ledger: Ledger, prepared: Prepared, durable: Evaluate) -> None:
    first = recorded(ledger, prepared, durable)
    assert recorded(ledger, prepared, durable, supersedes=first) == 3
    for number, code in ((1, "not-a-decision"), (9, "no-entry")):
        with pytest.raises(Fault) as fault:
            recorded(ledger, prepared, durable, supersedes=number)
        assert fault.value.code == code


# -- keys


def test_keys_are_handed_on(ledger: Ledger, prepared: Prepared) -> None:
    one = decision(prepared)
    for _ in range(3):
        ledger.append([one])
        ledger.rotate_key("Park")
    assert verify(ledger).findings == []
    with ledger.view() as view:
        keys = [key for _, key in view.signing_keys()]
        rotated = read_note(view.note(5))
        assert [rotated.signed_by(key) for key in keys] == [False, True, True, False]
        assert [read_note(view.note(6)).signed_by(key) for key in keys] == [False, False, True, False]


def test_without_its_key_a_ledger_is_read_only(ledger: Ledger, place: str, tmp_path: Path, prepared: Prepared) -> None:
    with Ledger(place, tmp_path / "other-keys") as elsewhere:
        with pytest.raises(Fault) as fault:
            elsewhere.append([decision(prepared)])
        report = verify(elsewhere)
    assert (fault.value.code, report.findings, report.size) == ("no-key", [], 1)
    [file] = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("not a key")
    with pytest.raises(Fault) as fault:
        ledger.append([decision(prepared)])
    assert fault.value.code == "bad-key"


# -- opening


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("no-such-folder/ledger.db", "no-ledger"),
        ("mysql://host/ledger", "bad-url"),
        ("://", "bad-url"),
        ("sqlite://", "bad-url"),
        ("postgresql://nobody@127.0.0.1:1/ledger", "no-connection"),
    ],
)
def test_what_is_no_ledger(place: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Fault) as fault:
        Ledger(place, tmp_path)
    assert fault.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    for name, content, code in (("a.txt", b"no database at all" * 300, "not-a-ledger"), ("b.db", b"", "no-ledger")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Fault) as fault:
            Ledger(str(tmp_path / name), tmp_path)
        assert (fault.value.code, (tmp_path / name).read_bytes()) == (code, content)


def test_a_newer_ledger_is_not_touched(ledger: Ledger, place: str, tmp_path: Path) -> None:
    with ledger.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Fault) as fault:
        Ledger(place, tmp_path / "keys", create=True)
    assert fault.value.code == "newer-ledger"


def test_a_password_is_never_shown() -> None:
    with pytest.raises(Fault) as fault:
        Ledger("postgresql://kim:secret@127.0.0.1:1/ledger", Path("keys"))
    assert "secret" not in str(fault.value) and "kim" in str(fault.value)


# -- a disk that is full, a database that is read-only


def outside(code: str, *arguments: object, limit: int | None = None) -> dict[str, object]:
    """Runs code that ends with a result, in a process of its own."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    preamble = """
import json, sys
from pathlib import Path
from engine.ledger.faults import Fault
from engine.ledger.leaf import AUDIT, DECISION, Identity
from engine.ledger.draft import Draft
from engine.ledger.store import Ledger
import os
def drafts():
    junk = os.urandom(100_000)  # cannot be compressed
    says = {"known_on": "2023-07-20", "signed": False}
    return [Draft(DECISION, Identity("Kim"), says, {"claim": b"{}", "rulebook": b"{}", "assessment": junk})]
def tried(do):
    try:
        return {"done": do()}
    except Fault as fault:
        return {"fault": fault.code, "why": str(fault.values)}
"""
    done = subprocess.run(
        [sys.executable, "-c", preamble + code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=restrict,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


APPEND = "print(json.dumps(tried(lambda: Ledger(sys.argv[1], Path(sys.argv[2])).append(drafts()))))"


def test_no_space_left(tmp_path: Path) -> None:
    path, keys = tmp_path / "ledger.db", tmp_path / "keys"
    Ledger(str(path), keys, create=True).close()
    acknowledged = 1
    for _ in range(30):
        found = outside(APPEND, path, keys, limit=350_000)
        if "fault" in found:
            break
        acknowledged += 1
    assert found["fault"] in ("cannot-write", "full"), found
    assert 1 < acknowledged < 30
    with Ledger(str(path), keys) as ledger:
        report = verify(ledger)
    assert (report.findings, report.size) == ([], acknowledged)
    assert outside(APPEND, path, keys) == {"done": [acknowledged + 1]}  # with room again, it goes on


def test_a_database_at_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    Ledger(str(path), tmp_path / "keys", create=True).close()
    code = """
import engine.ledger.database as d
connect = d._connect
def small(address):
    c = connect(address)
    c.execute("PRAGMA max_page_count=30")
    return c
d._connect = small
"""
    found = outside(code + APPEND, path, tmp_path / "keys")
    assert found["fault"] == "full"
    with Ledger(str(path), tmp_path / "keys") as ledger:
        assert (verify(ledger).findings, verify(ledger).size) == ([], 1)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 8 MB."""
    with tempfile.TemporaryDirectory(prefix="gongje-") as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m,mode=777", "tmpfs", folder], check=False, capture_output=True
        )
        if mounted.returncode:
            pytest.skip("no file system can be mounted here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def _until_full(place: str, keys: Path, free: Callable[[], object]) -> None:
    """Appends until the disk is full; what was acknowledged is there, and with room again it goes on."""
    acknowledged = 1
    with Ledger(place, keys, create=True) as ledger:
        with pytest.raises(Fault) as fault:
            for _ in range(300):
                [acknowledged] = ledger.append([_junk()])
        assert (fault.value.code, acknowledged > 5) == ("full", True)
        report = verify(ledger)
        assert (report.findings, report.size) == ([], acknowledged)
        free()
        assert ledger.append([_junk()]) == [acknowledged + 1]
        assert verify(ledger).findings == []


def _junk() -> Draft:
    contents = {"claim": b"{}", "rulebook": b"{}", "assessment": os.urandom(100_000)}
    return Draft("decision", Identity("Kim"), {"known_on": ledgers.JULY, "signed": False}, contents)


def test_a_disk_that_is_full(small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_000_000))
    _until_full(str(small_disk / "ledger.db"), tmp_path / "keys", ballast.unlink)


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="needs a server that runs on this machine")
def test_a_disk_of_the_server_that_is_full(small_disk: Path, tmp_path: Path, postgresql_server: str) -> None:
    """Tables stand on the small disk; a full disk under its log would stop the server, which then restarts."""
    ballast, tables = small_disk / "ballast", small_disk / "tables"
    ballast.write_bytes(bytes(2_000_000))
    tables.mkdir()
    shutil.chown(tables, pwd.getpwnam("pgserver").pw_uid)
    place = ledgers.new_schema(postgresql_server)
    engine = Database(place).engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE TABLESPACE small LOCATION '{tables}'"))
        try:
            _until_full(ledgers.with_setting(place, "default_tablespace=small"), tmp_path / "keys", ballast.unlink)
        finally:
            schema = connection.execute(text("SELECT current_schema()")).scalar()
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            connection.execute(text("DROP TABLESPACE small"))
    engine.dispose()


def _as_nobody(path: Path, keys: Path, one: ledgers.Draft, pipe: Connection) -> None:
    """Reads a ledger, then tries to append, without any rights on its file."""
    if os.geteuid() == 0:  # for root nothing is read-only
        os.setgid(65534)
        os.setuid(65534)
    ledger = Ledger(str(path), keys)
    report = verify(ledger)
    try:
        ledger.append([one])
    except Fault as fault:
        pipe.send((report.size, report.findings, fault.code))


def test_a_read_only_file_can_be_read_and_verified(prepared: Prepared) -> None:
    one = decision(prepared)
    with tempfile.TemporaryDirectory() as folder:  # open to all, unlike the folders of pytest
        path, keys = Path(folder) / "ledger.db", Path(folder) / "keys"
        with Ledger(str(path), keys, create=True) as ledger:
            ledger.append([one])
        for file in [path, *keys.iterdir()]:
            file.chmod(0o444)
        keys.chmod(0o555)
        Path(folder).chmod(0o555)
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(target=_as_nobody, args=(path, keys, one, theirs))
        process.start()
        assert ours.poll(60)
        assert ours.recv() == (2, [], "read-only")
        process.join()
        Path(folder).chmod(0o755)


def test_a_read_only_server(tmp_path: Path, postgresql_server: str, prepared: Prepared) -> None:
    place = ledgers.new_schema(postgresql_server)
    Ledger(place, tmp_path / "keys", create=True).close()
    refusing = ledgers.with_setting(place, "default_transaction_read_only=on")
    with Ledger(refusing, tmp_path / "keys") as ledger:
        with pytest.raises(Fault) as fault:
            ledger.append([decision(prepared)])
        assert fault.value.code == "read-only"
        assert (verify(ledger).findings, verify(ledger).size) == ([], 1)


# -- many writers, and writers that die


def _write(place: str, keys: Path, name: int, count: int, one: ledgers.Draft) -> None:
    ledger = Ledger(place, keys, create=True)
    for _ in range(count):
        ledger.append([ledgers.Draft(one.kind, ledgers.Identity(f"writer {name}"), one.says, one.contents)])


def test_writers_at_once_make_one_history(place: str, tmp_path: Path, prepared: Prepared) -> None:
    """From the first moment on: they also make the ledger."""
    one, writers, each = decision(prepared), 4, 12
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_write, args=(place, tmp_path / "keys", i, each, one)) for i in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
        assert process.exitcode == 0
    with Ledger(place, tmp_path / "keys") as ledger, ledger.view() as view:
        report = verify(ledger)
        actors = [read_identity(s.identity[1]).actor for s in view.entries() if s.identity]
    assert (report.findings, report.size) == ([], 1 + writers * each)
    assert {name: actors.count(name) for name in actors} == {
        "gongje": 1,
        **{f"writer {i}": each for i in range(writers)},
    }


def _write_and_say(place: str, keys: Path, pipe: int, one: ledgers.Draft) -> None:
    ledger = Ledger(place, keys, create=True)
    while True:
        [number] = ledger.append([one])
        os.write(pipe, f"{number}\n".encode())


def test_a_writer_that_is_killed_loses_nothing_it_acknowledged(place: str, tmp_path: Path, prepared: Prepared) -> None:
    one = decision(prepared)
    Ledger(place, tmp_path / "keys", create=True).close()
    context = multiprocessing.get_context("fork")
    acknowledged = 1
    for turn in range(6):
        reader, writer = os.pipe()
        process = context.Process(target=_write_and_say, args=(place, tmp_path / "keys", writer, one))
        process.start()
        os.close(writer)
        first = os.read(reader, 20)
        time.sleep(0.003 + 0.011 * turn)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        said = first
        while piece := os.read(reader, 65536):
            said += piece
        os.close(reader)
        numbers = [int(line) for line in said.decode().splitlines()]
        with Ledger(place, tmp_path / "keys") as ledger:
            report = verify(ledger)
        assert report.findings == []
        assert max(numbers) <= report.size <= max(numbers) + 1  # one may be durable that was not yet acknowledged
        assert numbers[0] in (acknowledged + 1, acknowledged + 2)
        acknowledged = max(numbers)


def test_an_audit_whose_rows_fail_leaves_nothing(ledger: Ledger, prepared: Prepared) -> None:
    from engine.ledger.audits import record_audit

    def rows() -> object:
        yield b"{}"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        record_audit(ledger, rows(), {}, prepared.rulebook, JULY, Recorder("Lee"))  # type: ignore[arg-type]
    with ledger.view() as view:
        assert view.size == 1
    made = record_audit(ledger, [b'{"line":1}', b'{"line":2}'], {"rows": 2}, prepared.rulebook, JULY, Recorder("Lee"))
    assert (made, verify(ledger).rows, audit(prepared, 1).kind) == (2, 2, "audit")
    assert PLANT.exists()
