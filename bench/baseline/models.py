"""A catalogue of services and an application, as one would first write them."""

from django.db import models


class Unit(models.Model):
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=50)
    street = models.CharField(max_length=200)
    city = models.CharField(max_length=200)


class LifeEvent(models.Model):
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)


class Service(models.Model):
    key = models.CharField(max_length=14, unique=True)
    name = models.CharField(max_length=300)
    text = models.TextField()
    online = models.BooleanField(default=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    life_events = models.ManyToManyField(LifeEvent)


class Fee(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="fees")
    name = models.CharField(max_length=200)
    cents = models.IntegerField()


class Document(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    required = models.BooleanField(default=True)


class LegalBasis(models.Model):
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="legal_bases")
    name = models.CharField(max_length=200)


class Notice(models.Model):
    text = models.CharField(max_length=300)
    until = models.DateField()


class Draft(models.Model):
    token = models.CharField(max_length=40, unique=True)
    answers = models.JSONField(default=dict)


class Application(models.Model):
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    submitted_at = models.DateTimeField(auto_now_add=True)
    answers = models.JSONField(default=dict)


class Applicant(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=200)
    city = models.CharField(max_length=200)


class Entry(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    text = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
