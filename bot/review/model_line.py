"""What a language model had to do with a draft, on one line for people. Pure."""

from __future__ import annotations

from corpus.domain import Modellvermerk


def model_line(record: Modellvermerk) -> str:
    """ "Sprachmodell openai:qwen2.5 (Prompt 0a1b2c3d4e5f): 3 Sätze formuliert, 1 nicht übernommen; 12 s." """
    stopped = f", {len(record.gestoppt)} nicht übernommen" if record.gestoppt else ""
    rest = "; was nicht bestand, ist zitiert" if record.rueckfall else ""
    counted = record.tokens_ein is not None and record.tokens_aus is not None
    used = f", {record.tokens_ein} + {record.tokens_aus} Tokens" if counted else ""
    worded = f"{record.saetze} {'Satz' if record.saetze == 1 else 'Sätze'} formuliert"
    name = f"Sprachmodell {record.name} (Prompt {record.prompt_sha256[:12]})"
    return f"{name}: {worded}{stopped}{rest}; {record.sekunden:.0f} s{used}."
