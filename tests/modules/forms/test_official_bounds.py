"""Bounds of an official field are checked, or told to people; never dropped."""

from dataclasses import replace

import pytest

from rathaus.modules.forms.sources import xdf as source
from rathaus.standards import xdatenfelder as xdf
from tests.standards.xfall import schemas


def read(datatype, **limits):
    field = schemas.field(1, datatype, release_state="5", limits=xdf.Limits(**limits))
    return source.read(xdf.write_schema(replace(schemas.schema(field), release_state="5")))


def test_a_day_is_a_bound_of_a_date():
    form = read("date", min_text="2020-01-31", max_text="2030-12-31")
    field = form.pages[0].elements[0]
    assert (field.min_value, field.max_value) == ("2020-01-31", "2030-12-31")
    assert form.manual_checks == ()


@pytest.mark.parametrize(("datatype", "bound"), [("date", "heute"), ("time", "08:00:00"), ("date", "2020-02-30")])
def test_any_other_bound_is_told_to_people(datatype, bound):
    form = read(datatype, min_text=bound)
    assert form.pages[0].elements[0].min_value == ""
    (check,) = form.manual_checks
    assert bound in check.text
    assert check.path == "F00000000001"
