"""The index on disk: FTS5 on SQLite, tsvector on PostgreSQL, asked in one way.

Both only say which articles hold which terms; how hits are ordered is decided in search.py, so that both databases agree.
Each language has the terms of its texts (sme2go_site/terms.py; those of the title once more with `t` before them, those of
the lead with `l`), and their words in order, for what is asked for in quotes. A condition is a list of sets of terms: of each
set one must be there. Terms and words are letters and digits only, which neither database takes for anything else.

The terms of the first level stand in a vocabulary, too, so that of hundreds of words that a mistyped one may have been meant
for only those are asked for that any text has. It is not shrunk: a word that no text has any more finds nothing.
"""

import json
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, When
from django.db.models.expressions import RawSQL

from sme2go_site.languages import CODES
from sme2go_site.terms import SAME_WORD

TITLE, LEAD = "t", "l"
COMMON = 500  # hits beyond which the narrow index of articles is cheaper than the hits' rows


class OnSqlite:
    either, both, then, quoted = " OR ", " AND ", " + ", '"{}"'
    # Terms without places are a third of the size; `ascii` leaves all letters as they come, for ours are folded already.
    tables = {
        "search_{}_terms": "USING fts5(terms, tokenize='ascii', detail=none, columnsize=0)",
        "search_{}_words": "USING fts5(words, tokenize='ascii', columnsize=0)",
    }
    learn = "INSERT OR IGNORE INTO search_{}_vocabulary SELECT value FROM json_each(%s)"
    known = "SELECT term FROM search_{}_vocabulary WHERE term IN (SELECT value FROM json_each(%s))"
    listed = staticmethod(json.dumps)
    with_terms = "SELECT rowid FROM search_{0}_terms WHERE search_{0}_terms MATCH %s"
    some_terms = with_terms
    those = "SELECT value FROM json_each(%s) WHERE value IN (" + with_terms + ")"
    with_words = "SELECT rowid FROM search_{0}_words WHERE search_{0}_words MATCH %s"

    def create(self, code):
        for name, kind in self.tables.items():
            _run(f"DROP TABLE IF EXISTS {name.format(code)}")
            _run(f"CREATE VIRTUAL TABLE {name.format(code)} {kind}")

    def put(self, code, pk, terms, words):
        _run(f"INSERT INTO search_{code}_terms(rowid, terms) VALUES (%s, %s)", pk, " ".join(sorted(terms)))
        _run(f"INSERT INTO search_{code}_words(rowid, words) VALUES (%s, %s)", pk, " ".join(words))

    def remove(self, code, pk):
        for name in self.tables:
            _run(f"DELETE FROM {name.format(code)} WHERE rowid = %s", pk)

    def check(self, code):
        for name in (name.format(code) for name in self.tables):
            _run(f"INSERT INTO {name}({name}) VALUES ('integrity-check')")


class OnPostgresql:
    either, both, then, quoted = " | ", " & ", " <-> ", "'{}'"
    with_terms = "SELECT * FROM search_{0}_with_terms(%s::tsquery)"
    some_terms = "SELECT search_{0}_with_terms(%s::tsquery)"  # in this place a function gives no more than is asked for
    with_words = "SELECT * FROM search_{0}_with_words(%s::tsquery)"
    those = "SELECT article_id FROM search_{0} WHERE article_id = ANY(%s) AND terms @@ %s::tsquery"
    # What is searched lies beside the table, for which 128 bytes a row are enough: the hits are on a few pages.
    table = "CREATE TABLE {0} (article_id bigint PRIMARY KEY, terms tsvector, words tsvector) WITH (toast_tuple_target = 128)"
    # The planner thinks that reading every row is cheap; it does not count that each vector must be fetched for that.
    function = (
        "CREATE FUNCTION {0}_with_{1}(tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE SET enable_seqscan = off"
        " AS 'SELECT article_id FROM {0} WHERE {1} @@ $1'"
    )
    learn = "INSERT INTO search_{}_vocabulary SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
    # One step in the index for each; the planner would read the whole vocabulary for the hundreds that are asked for.
    known = (
        "SELECT asked FROM unnest(%s::varchar[]) AS asked,"
        " LATERAL (SELECT FROM search_{}_vocabulary WHERE term = asked LIMIT 1) AS found"
    )
    listed = staticmethod(list)
    most_places = 16_000  # a tsvector counts no further, and keeps at most 256 of one word

    def create(self, code):
        _run(f"DROP TABLE IF EXISTS search_{code}")
        _run(self.table.format(f"search_{code}"))
        for column in ("terms", "words"):
            _run(f"DROP FUNCTION IF EXISTS search_{code}_with_{column}")
            _run(self.function.format(f"search_{code}", column))
            # Without waiting entries, which every question would have to read through.
            _run(f"CREATE INDEX ON search_{code} USING gin ({column}) WITH (fastupdate = off)")

    def put(self, code, pk, terms, words):
        places = {}
        for at, word in enumerate(words[: self.most_places], start=1):
            places.setdefault(word, []).append(at)
        placed = " ".join(f"'{word}':{','.join(map(str, at[:256]))}" for word, at in places.items())
        _run(
            f"INSERT INTO search_{code} VALUES (%s, array_to_tsvector(%s::text[]), %s::tsvector)",
            pk,
            sorted(terms),
            placed,
        )

    def remove(self, code, pk):
        _run(f"DELETE FROM search_{code} WHERE article_id = %s", pk)

    def check(self, code):
        _run(f"SELECT search_{code}_with_terms('x'), search_{code}_with_words('x')")


def _run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


engine = OnPostgresql() if connection.vendor == "postgresql" else OnSqlite()


def create():
    """The tables of all languages anew, and empty."""
    for code in CODES:
        engine.create(code)
        _run(f"DROP TABLE IF EXISTS search_{code}_vocabulary")
        _run(f"CREATE TABLE search_{code}_vocabulary (term varchar(70) PRIMARY KEY)")


def is_broken():
    """Whether a table is missing or damaged; on SQLite, every table is read for that."""
    try:
        with transaction.atomic():
            for code in CODES:
                engine.check(code)
                _run(f"SELECT 1 FROM search_{code}_vocabulary LIMIT 1")
    except DatabaseError:
        return True
    return False


def put(code, pk, terms, words):
    """Take in an article's text of one language, in place of what was there."""
    engine.remove(code, pk)
    if words:
        engine.put(code, pk, terms, words)
        # In one order, so that two who save at once do not wait for each other in a circle.
        _run(engine.learn.format(code), engine.listed(sorted(term for term in terms if term.startswith(SAME_WORD))))


def known(code, terms):
    """Those of the terms, all of the first level, that any text has had."""
    with connection.cursor() as cursor:
        cursor.execute(engine.known.format(code), [engine.listed(sorted(terms))])
        return frozenset(term for (term,) in cursor.fetchall())


@dataclass(frozen=True)
class Answers:
    """The articles whose text of a language fulfils a condition, public or not.

    `numbers`: of all of them, or of COMMON and one where there are more; of those alone that were asked about.
    """

    code: str
    condition: list
    numbers: list

    @classmethod
    def to(cls, code, condition, among=None):
        """`among`: the numbers of the few articles that are asked about; None: of any."""
        return cls(code, condition, some(code, condition) if among is None else [*those(code, condition, among)])

    @property
    def are_all(self):
        return len(self.numbers) <= COMMON

    def are_all_of(self, others):
        """Whether there are no others, where these are among those."""
        return self.are_all and len(self.numbers) == len(others.numbers)

    def intersection(self, numbers):
        return set(self.numbers).intersection(numbers) if self.are_all else those(self.code, self.condition, numbers)

    @property
    def pks(self):
        return self.numbers if self.are_all else holding(self.code, self.condition)

    def narrow(self, articles):
        """Those of the articles that are among these.

        Of many, the databases would read each row with all its texts: inside a CASE they become a set, and the articles
        come from the narrow index of what is public, which takes a tenth of the time.
        """
        if self.are_all:
            return articles.filter(pk__in=self.numbers)
        is_hit = Case(When(pk__in=self.pks, then=True), default=False)
        return articles.alias(is_hit=is_hit).filter(is_hit=True)


def holding(code, condition):
    """A subquery: the numbers of the articles whose text of the language fulfils the condition."""
    return RawSQL(engine.with_terms.format(code), [_expression(condition)])


def some(code, condition):
    """The numbers of the articles that fulfil the condition, public or not: all of them, or COMMON and one."""
    with connection.cursor() as cursor:
        cursor.execute(f"{engine.some_terms.format(code)} LIMIT {COMMON + 1}", [_expression(condition)])
        return [number for (number,) in cursor.fetchall()]


def those(code, condition, numbers):
    """The set of those of some numbers whose articles fulfil the condition, public or not."""
    with connection.cursor() as cursor:
        cursor.execute(engine.those.format(code), [engine.listed(numbers), _expression(condition)])
        return {number for (number,) in cursor.fetchall()}


def _expression(condition):
    return engine.both.join(
        f"({engine.either.join(engine.quoted.format(term) for term in sorted(terms))})" for terms in condition
    )


def holding_phrase(code, phrase):
    """A subquery: the numbers of the articles in whose text these words follow one another."""
    return RawSQL(engine.with_words.format(code), [engine.then.join(map(engine.quoted.format, phrase))])
