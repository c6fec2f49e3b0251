"""What of a citizen is held back, and how its stand-in reads."""

from enum import StrEnum


class Angabe(StrEnum):
    """A kind of personal data; its value is the word that stands in for it."""

    NAME = "Name"
    ANSCHRIFT = "Anschrift"
    TELEFON = "Telefonnummer"
    MAIL = "E-Mail-Adresse"
    IBAN = "IBAN"
    GEBURTSTAG = "Geburtsdatum"
    KENNZEICHEN = "Kennzeichen"
    NUMMER = "Kennnummer"
