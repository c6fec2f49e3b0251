"""`python -m tests.e2e.telegram.kill_run N SEED`: N kills over as many cases as that takes; prints what was found.

Needs the machine for itself: about ten seconds a kill.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.telegram.killing import DECISIONS_A_CASE, REVISIONS_A_CASE, Killer, counted, play_until_done
from tests.e2e.telegram.ledger import take
from tests.e2e.telegram.papers import papers_in
from tests.e2e.telegram.story import enrol
from tests.e2e.telegram.town import Town
from tests.telegram_emulator import running

PATIENCE_SECONDS = 300.0


def main(kills: int, seed: int, folder: Path) -> int:
    """Plays cases until all kills are done; 0 where the ledger is clean."""
    from retrieval.embedding.weights import default_model_folder

    started = time.monotonic()
    with running(strict_chats=True) as telegram:
        town = Town(folder / "town" / "stellwerk", telegram, default_model_folder(folder / "models"))
        town.home.mkdir(parents=True)
        town.json("ingest", papers_in(folder / "papers"))
        town.start()
        try:
            cast = enrol(town)
            killer = Killer(town, kills=kills, seed=seed)
            killer.start()
            cases = play_until_done(
                town, cast, killer, patience=PATIENCE_SECONDS,
                told=lambda case: print(
                    f"{case}: {len(killer.kills)} Abbrüche, {time.monotonic() - started:.0f} s", flush=True
                ),
            )  # fmt: skip
            done = killer.finish()
            town.settle()
            town.stop()
            ledger = take(town)
        finally:
            town.clear()
    expected = (cases, DECISIONS_A_CASE * cases, REVISIONS_A_CASE * cases)
    if (ledger.cases, ledger.decisions, ledger.revisions) != expected:
        ledger.wrong.append(f"Vorgänge, Entscheidungen, Fassungen sind nicht {expected}")
    print(f"{len(done)} Abbrüche (Startwert {seed}): {counted(done)}")
    print(
        f"Ereignisse {ledger.updates}, einmal bearbeitet {ledger.handled}; Nachrichten {ledger.messages}, davon "
        f"doppelt {ledger.doubled} (als unsicher vermerkt: {ledger.unsure}); Vorgänge {ledger.cases}, Fassungen "
        f"{ledger.revisions}, Entscheidungen {ledger.decisions}; {time.monotonic() - started:.0f} s"
    )
    for line in ledger.wrong:
        print(f"FEHLER {line}")
    if ledger.wrong:
        kept = Path(shutil.copytree(folder / "town", Path(tempfile.mkdtemp()) / "town"))
        print(f"Datenbank, Protokoll und Chatverlauf: {kept}")
    return 1 if ledger.wrong else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(temporary)))
