"""Why bytes are not taken or not given."""

from rathaus.foundation.errors import Invalid, NotFound, RathausError


class Rejected(Invalid):
    """The file is not taken: its kind, its content or its size. The text names the remedy."""


class TooLarge(Rejected):
    status = 413


class StorageFull(RathausError):
    """No room on the disk or in the object store. Nothing of the file is kept; what else was entered stays."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            "Die Datei konnte gerade nicht gespeichert werden, weil unser Speicher voll ist. Ihre übrigen Angaben bleiben "
            "erhalten. Bitte versuchen Sie es später noch einmal oder geben Sie die Unterlage persönlich ab."
        )


class ScannerUnavailable(RathausError):
    """The virus scanner is configured and does not answer: nothing unscanned is taken."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Die Virenprüfung antwortet gerade nicht, deshalb können wir im Moment keine Dateien annehmen. Ihre übrigen "
            "Angaben bleiben erhalten. Bitte versuchen Sie es in einigen Minuten noch einmal."
        )


class CheckUnavailable(RathausError):
    """The process that looks into files died or ran out of time on this one: the file is not taken."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Diese Datei ließ sich nicht prüfen. Bitte versuchen Sie es noch einmal. Gelingt es wieder nicht, speichern Sie "
            "die Datei neu, zum Beispiel über „Drucken – als PDF speichern“, und laden Sie diese Fassung hoch."
        )


class BlobMissing(NotFound):
    def __init__(self) -> None:
        super().__init__("Diese Datei ist nicht vorhanden. Bitte melden Sie das der Stelle, die den Vorgang bearbeitet.")


class BlobDamaged(RathausError):
    """What stands under the hash no longer has this hash: restore it from a backup."""

    status = 500

    def __init__(self) -> None:
        super().__init__("Diese Datei ist beschädigt und wird nicht ausgegeben. Der Betrieb muss sie aus der Sicherung holen.")
