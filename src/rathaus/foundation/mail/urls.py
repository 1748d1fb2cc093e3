"""The demonstration's mailbox."""

from django.urls import path

from rathaus.foundation.mail import views

urlpatterns = [
    path("demo/post/", views.mailbox, name="demo_mailbox"),
    path("demo/post/<str:name>/", views.one_mail, name="demo_mail"),
]
