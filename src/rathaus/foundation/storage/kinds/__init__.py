"""The kinds of files that are taken, each with its check. Runs in the child process alone: no Django here.

Not taken: Office files (macros, external templates and OLE objects cannot be ruled out by a structural check, and they do
not print the same everywhere), archives, HEIC (Pillow cannot read it; phones send JPG when the page asks for JPG).
"""

ACCEPTED = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "txt": "text/plain"}
ACCEPTED_TEXT = "PDF, JPG, PNG oder TXT"

_OFFICE = (
    "Dateien aus Word, Excel und ähnlichen Programmen nehmen wir nicht an, weil sich darin Programme verstecken können. "
    "Bitte speichern Sie die Datei als PDF und laden Sie das PDF hoch."
)
_PHOTO = (
    "Fotos in diesem Format können wir nicht lesen. Bitte speichern Sie das Foto als JPG, zum Beispiel in den "
    "Kamera-Einstellungen unter „Maximale Kompatibilität“, oder machen Sie ein Bildschirmfoto davon."
)
_ARCHIVE = "Gepackte Dateien nehmen wir nicht an. Bitte entpacken Sie die Datei und laden Sie die Dateien einzeln hoch."
_GROUPS = {
    _OFFICE: "doc docx docm dot dotx dotm xls xlsx xlsm xlsb ppt pptx pptm odt ods odp rtf pages numbers",
    _PHOTO: "heic heif avif webp tif tiff bmp gif raw dng",
    _ARCHIVE: "zip rar 7z gz tar",
}
REFUSALS = {ending: sentence for sentence, endings in _GROUPS.items() for ending in endings.split()}
OTHER = f"Dateien dieser Art nehmen wir nicht an. Möglich sind {ACCEPTED_TEXT}."
DISGUISED = (
    "Der Inhalt der Datei passt nicht zu ihrem Namen. Bitte öffnen Sie die Datei, speichern Sie sie als PDF oder JPG "
    "und laden Sie diese Fassung hoch."
)


class Refused(Exception):
    """A German sentence for the person who uploads."""
