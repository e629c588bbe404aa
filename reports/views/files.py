"""How does the file of a report reach the reader?"""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from reports import storage
from reports.models import DownloadLog


def pdf_of(document, user, subject):
    """The stored bytes as an attachment; who fetched them is written down. A lost file is a missing page."""
    try:
        data = storage.get(document.file_key)
    except FileNotFoundError as lost:
        raise Http404 from lost
    DownloadLog.objects.create(document=document, user=user, at=timezone.now())
    name = f"{slugify(subject.code)}-{document.snapshot.kind.replace('_', '-')}-v{document.version}.pdf"
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
