"""Parts of requests: the fields of a form page, the use case of the submission."""

import time

from bench.ours import walk


def fields(application):
    def make():
        from rathaus.foundation import clock
        from rathaus.foundation.permissions.public import GUEST
        from rathaus.modules.applications import queries
        from rathaus.modules.forms import public as forms

        target = walk.to_person(walk.guest(application)).target
        draft = queries.find_draft(target.split("/")[3], actor=GUEST, today=clock.today(clock.now()))
        opened = queries.OpenDraft(draft, today=clock.today(clock.now()))
        form, typed, checked = opened.party_form, walk.PERSON, opened.party_checked

        def run(times):
            found = []
            for _ in range(times):
                begin = time.process_time()
                str(forms.render_page(form=form, page=form.pages[0], answers=typed, files={}, checked=checked, errors={}))
                found.append(time.process_time() - begin)
            return {"cpu": found}

        return run

    return make


def use_case(application):
    """`submit` alone: lock, check, case, parties, points to check, history, audit, events."""

    def make():
        from django.db import connection

        from bench.ours.scenarios import Counted
        from rathaus.foundation import clock
        from rathaus.foundation.permissions.public import GUEST
        from rathaus.modules.applications.domain.save_page import change_answers
        from rathaus.modules.applications.domain.submit import submit

        def run(times):
            found, queries = [], Counted()
            for _ in range(times):
                token = walk.to_review(walk.guest(application)).target.split("/")[3]
                now = clock.now()
                change_answers(token=token, part="review", answers={**walk.DECLARED}, actor=GUEST, now=now)
                connection.ensure_connection()
                with queries:
                    begin = time.process_time()
                    submit(token=token, actor=GUEST, now=now)
                    found.append(time.process_time() - begin)
            return {"cpu": found, "queries": queries.count / times}

        return run

    return make
