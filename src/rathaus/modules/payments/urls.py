from django.urls import include, path

from rathaus.modules.payments import endpoints
from rathaus.modules.payments.contrib.demo import views as demo
from rathaus.modules.payments.views import citizen, ledger, office

public = [
    path("zahlung/rueckmeldung/<slug:provider>/", endpoints.notify, name="notify"),
    path("zahlung/<str:token>/", citizen.page, name="page"),
    path("zahlung/<str:token>/bezahlen/", citizen.pay, name="pay"),
    path("zahlung/<str:token>/zurueck/", citizen.back, name="back"),
    path("zahlung/<str:token>/beleg.pdf", citizen.receipt, name="receipt"),
    path("demo/zahlung/<str:reference>/", demo.page, name="demo_page"),
]

staff = [
    path("amt/kasse/", office.payment_list, name="office"),
    path("amt/kasse/erstattungen/", office.refund_list, name="refunds"),
    path("amt/kasse/erstattungen/<uuid:refund_id>/", office.decide, name="decide_refund"),
    path("amt/kasse/abgleich/", ledger.reconciliation, name="reconciliation"),
    path("amt/kasse/abgleich.csv", ledger.export, name="export"),
    path("amt/kasse/<uuid:payment_id>/", office.detail, name="detail"),
    path("amt/kasse/<uuid:payment_id>/bar/", office.cash, name="cash"),
    path("amt/kasse/<uuid:payment_id>/aufheben/", office.cancel_payment, name="cancel"),
    path("amt/kasse/<uuid:payment_id>/erstatten/", office.refund, name="propose_refund"),
]

urlpatterns = [path("", include((public + staff, "payments")))]
