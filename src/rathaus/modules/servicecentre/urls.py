from django.urls import include, path

from rathaus.modules.servicecentre.views import contact, receipt

pages = [
    path("kontakt/", contact.contact, name="contact"),
    path("kontakt/e/<str:token>/", receipt.receipt, name="receipt"),
    path("kontakt/e/<str:token>/adresse/", receipt.address, name="address"),
    path("amt/anfragen/neu/", contact.take, name="take"),
    path("amt/anfragen/<uuid:inquiry_id>/", receipt.taken, name="taken"),
]

urlpatterns = [path("", include((pages, "servicecentre")))]
