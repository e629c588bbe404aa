"""How does the file of a report reach the reader?"""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from reports import storage
from reports.models import DownloadLog


def pdf_of(document, user, subject):
    """The stored bytes as an attachment; who fetched them is written down."""
    DownloadLog.objects.create(document=document, user=user, at=timezone.now())
    name = f"{slugify(subject.code)}-{document.snapshot.kind.replace('_', '-')}-v{document.version}.pdf"
    answer = HttpResponse(storage.get(document.file_key), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
