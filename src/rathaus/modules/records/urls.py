from django.urls import include, path

from rathaus.modules.records.views import changes, office

office_pages = [
    path("amt/akten/", office.search, name="search"),
    path("amt/akten/akte/<uuid:file_id>/", office.file_page, name="file"),
    path("amt/akten/vorgang/<uuid:subfile_id>/", office.subfile_page, name="subfile"),
    path("amt/akten/vorgang/<uuid:subfile_id>/druck/", office.print_view, name="print"),
    path("amt/akten/vorgang/<uuid:subfile_id>/ablegen/", changes.file, name="file_document"),
    path("amt/akten/vorgang/<uuid:subfile_id>/zur-akte/", changes.close, name="close"),
    path("amt/akten/vorgang/<uuid:subfile_id>/wieder-oeffnen/", changes.reopen, name="reopen"),
    path("amt/akten/dokument/<uuid:document_id>/", office.document_page, name="document"),
    path("amt/akten/dokument/<uuid:document_id>/<int:number>/datei/", office.download, name="download"),
]

urlpatterns = [path("", include((office_pages, "records")))]
