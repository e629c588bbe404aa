"""Does a form say what it wants, and what is wrong, to everybody?"""

from django import forms


class Line(forms.Form):
    title = forms.CharField(max_length=5, help_text="As on <the> order")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    firm = forms.BooleanField(required=False)
    note = forms.CharField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_field_has_a_label_and_its_hint_is_read_with_it(draw):
    html = draw("field", field=Line()["title"])
    assert '<label for="id_title">Title</label>' in html
    assert 'id="id_title_helptext"' in html
    assert 'aria-describedby="id_title_helptext"' in html
    assert "has-error" not in html


def test_a_hint_is_text_and_not_markup(draw):
    assert "As on &lt;the&gt; order" in draw("field", field=Line()["title"])


def test_a_wrong_field_says_so_in_words_and_is_tied_to_its_message(draw):
    html = draw("field", field=Line({"title": "too long"})["title"])
    assert "has-error" in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "at most 5 characters" in html


def test_the_value_that_somebody_sent_stands_there_again_as_text(draw):
    html = draw("field", field=Line({"title": '"><b>'})["title"])
    assert "&quot;&gt;&lt;b&gt;" in html


def test_only_fields_that_may_be_empty_are_marked(draw):
    assert "(optional)" in draw("field", field=Line()["note"])
    assert "(optional)" not in draw("field", field=Line()["title"])


def test_choices_stand_in_a_fieldset_with_their_question_as_legend(draw):
    html = draw("field", field=Line()["kind"])
    assert "<legend>Kind</legend>" in html
    assert html.count('type="radio"') == 2


def test_a_tick_box_is_followed_by_its_words(draw):
    html = draw("field", field=Line()["firm"])
    assert html.index('type="checkbox"') < html.index("Firm")


def test_a_hidden_field_has_no_label(draw):
    html = draw("field", field=Line()["version"])
    assert 'type="hidden"' in html
    assert "<label" not in html


def test_a_unit_stands_behind_its_box(draw):
    html = draw("field", field=Line()["note"], unit="EUR")
    assert html.index('name="note"') < html.index('<span class="unit">EUR</span>')


def test_the_summary_of_errors_takes_the_focus_and_leads_to_each_field(draw):
    html = draw("errors", form=Line({"title": "too long", "kind": "a"}))
    assert 'role="alert"' in html
    assert 'data-module="focus"' in html
    assert 'href="#id_title"' in html


def test_a_good_form_shows_no_summary(draw):
    assert "error-summary" not in draw("errors", form=Line())


def test_a_form_posts_with_a_token_and_a_word_on_its_button(draw):
    html = draw("form", form=Line(), submit="Add the line", cancel_url="/back/", csrf_token="token")
    assert 'method="post"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "Add the line" in html
    assert 'href="/back/"' in html
    assert "enctype" not in html


def test_a_form_with_a_file_is_sent_in_parts(draw):
    class Upload(forms.Form):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in draw("form", form=Upload())
