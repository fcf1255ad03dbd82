import sqlite3
from tests.repository.test_subpoena import *
def test_x(hotline, own_installation):
    client = application_of(hotline).test_client()
    p=own_installation.folder/"runtime.db"
    for d in DOORS:
        for n in range(8): d(client, Resident(n+100*DOORS.index(d)))
        print(d.__name__, [ (t.outcome,t.channel,t.count) for t in hotline.counters.totals()], sqlite3.connect(p).execute("select count(*) from sessions").fetchone())
