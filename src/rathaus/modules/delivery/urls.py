from django.urls import path

from rathaus.modules.delivery.views import check, citizen, office

urlpatterns = [
    path("postfach/", citizen.mailbox, name="delivery-mailbox"),
    path("postfach/<uuid:delivery_id>/", citizen.item, name="delivery-item"),
    path("postfach/<uuid:delivery_id>/datei/", citizen.item_file, name="delivery-item-file"),
    path("postfach/<uuid:delivery_id>/nachweis/", citizen.item_proof, name="delivery-item-proof"),
    path("abruf/<str:token>/", citizen.guest, name="delivery-guest"),
    path("abruf/<str:token>/datei/", citizen.guest_file, name="delivery-guest-file"),
    path("abruf/<str:token>/nachweis/", citizen.guest_proof, name="delivery-guest-proof"),
    path("pruefen/", check.check_bundle, name="delivery-check"),
    path("amt/postausgang/", office.posting_book, name="delivery-posting-book"),
    path("amt/zustellung/<uuid:delivery_id>/", office.delivery_page, name="delivery-office"),
    path("amt/zustellung/<uuid:delivery_id>/brief/", office.letter_file, name="delivery-letter"),
    path("amt/zustellung/<uuid:delivery_id>/nachweis/", office.proof_file, name="delivery-office-proof"),
]
