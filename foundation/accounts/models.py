"""Who signs in, who can be responsible for something, and which acts are on record?"""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row
from foundation.triggers import append_only


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who can sign in. What he may do comes from the roles of his Person, never from here."""

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text=_("one-click account of the demo; has no password"))
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    created_at = models.DateTimeField(editable=False, db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(is_demo=False) | models.Q(password__startswith="!"), name="user_demo_has_no_password"
            ),
        ]

    def __str__(self):
        return self.email


@tracked()
class Person(Row):
    """Anybody who can be responsible for something, with or without an account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_name"),
        ]

    def __str__(self):
        return self.name


class AuditEvent(models.Model):
    """One act: who did what to which object. Append-only; sealed into a hash chain by a job."""

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    at = models.DateTimeField(db_default=Now(), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    act = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.UUIDField(null=True)
    project_id = models.UUIDField(null=True, db_index=True, help_text=_("public id of the project, if any"))
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]


class AuditSeal(models.Model):
    """The hash of a run of events and of the seal before it: who changes one breaks the chain."""

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="audit_seal_covers_events")
        ]
        triggers = [append_only()]


class Notification(models.Model):
    """A line in somebody's bell. The address is resolved again at reading, so lost rights show nothing."""

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    text = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "read_at"])]
