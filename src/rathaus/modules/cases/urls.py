from django.urls import include, path

from rathaus.modules.cases.views import case_actions, case_page, citizen, decision, worklist

office = [
    path("amt/", worklist.home, name="worklist"),
    path("amt/vorgaenge/naechster/", worklist.claim_next, name="claim_next"),
    path("amt/vorgaenge/<uuid:case_id>/", case_page.case_page, name="case"),
    path("amt/vorgaenge/<uuid:case_id>/uebernehmen/", worklist.claim, name="claim"),
    path("amt/vorgaenge/<uuid:case_id>/zuruecklegen/", worklist.release, name="release"),
    path("amt/vorgaenge/<uuid:case_id>/zuweisen/", case_actions.assign, name="assign"),
    path("amt/vorgaenge/<uuid:case_id>/pruefpunkte/<uuid:check_id>/", case_actions.check, name="check"),
    path("amt/vorgaenge/<uuid:case_id>/alles-in-ordnung/", case_actions.check_all, name="check_all"),
    path("amt/vorgaenge/<uuid:case_id>/nachricht/", case_actions.message, name="message"),
    path("amt/vorgaenge/<uuid:case_id>/antworten/", case_actions.answer, name="answer"),
    path("amt/vorgaenge/<uuid:case_id>/abgeben/", case_actions.hand_over, name="hand_over"),
    path("amt/vorgaenge/<uuid:case_id>/nachforderung/", case_actions.request_documents_view, name="request"),
    path("amt/vorgaenge/<uuid:case_id>/weiter/", case_actions.resume, name="resume"),
    path("amt/vorgaenge/<uuid:case_id>/vermerk/", case_actions.note, name="note"),
    path("amt/vorgaenge/<uuid:case_id>/wiedervorlage/", case_actions.resubmission, name="resubmission"),
    path("amt/vorgaenge/<uuid:case_id>/befangen/", case_actions.bias, name="bias"),
    path(
        "amt/vorgaenge/<uuid:case_id>/befangen/<uuid:person_id>/zuruecknehmen/", case_actions.withdraw_bias, name="withdraw_bias"
    ),
    path("amt/vorgaenge/<uuid:case_id>/auskunftssperre/", case_actions.block, name="block"),
    path("amt/vorgaenge/<uuid:case_id>/auskunftssperre/aufheben/", case_actions.lift_block, name="lift_block"),
    path("amt/vorgaenge/<uuid:case_id>/anlage/<str:sha256>/", case_page.attachment, name="attachment"),
    path("amt/vorgaenge/<uuid:case_id>/bescheid/", decision.decide, name="decide"),
    path("amt/vorgaenge/<uuid:case_id>/bescheid/vorschau.pdf", decision.preview_pdf, name="preview_pdf"),
    path("amt/vorgaenge/<uuid:case_id>/bescheid/<uuid:decision_id>/freigeben/", decision.approve, name="approve"),
    path("amt/vorgaenge/<uuid:case_id>/bescheid/<uuid:decision_id>/zurueckgeben/", decision.return_, name="return"),
    path("amt/vorgaenge/<uuid:case_id>/abschliessen/", case_actions.close, name="close"),
]

public = [
    path("adresse-bestaetigen/<str:token>/", citizen.confirm, name="confirm_address"),
    path("vorgang/<str:token>/", citizen.case_page, name="citizen"),
    path("vorgang/<str:token>/nachricht/", citizen.message, name="citizen_message"),
    path("vorgang/<str:token>/antwort/<uuid:request_id>/", citizen.answer, name="citizen_answer"),
    path("vorgang/<str:token>/zurueckziehen/", citizen.withdraw, name="citizen_withdraw"),
    path("vorgang/<str:token>/anlage/<str:sha256>/", citizen.attachment, name="citizen_attachment"),
    path("konto/vorgaenge/", citizen.my_cases, name="mine"),
]

urlpatterns = [path("", include((office + public, "cases")))]
