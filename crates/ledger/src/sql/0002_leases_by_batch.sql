-- Leases become one row a batch, the outbox one tree by document and revision, and invoice numbers can be found.

-- Who held a lease under the former version is gone: what it worked on is queued again, untouched.
UPDATE document SET moved_from = state, state = 1, token = NULL WHERE state = 2;
DROP INDEX document_leased;
ALTER TABLE document DROP COLUMN lease_until;

-- One row a batch. It stays when its documents are committed, until it lapses.
CREATE TABLE lease (
  token INTEGER PRIMARY KEY,
  until INTEGER NOT NULL,
  seqs  BLOB    NOT NULL                       -- the numbers of its documents, as varints
);

-- The claim's candidates are read from the index alone.
DROP INDEX document_hot;
CREATE INDEX document_hot ON document (lane, due, seq, source, size, alone) WHERE state = 1;

-- What goes downstream: one row a (document, revision, outlet).
ALTER TABLE outbox RENAME TO outbox_before;
DROP INDEX outbox_effect;
DROP INDEX outbox_waiting;
CREATE TABLE outbox (
  seq      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  outlet   INTEGER NOT NULL,
  outcome  INTEGER NOT NULL,
  state    INTEGER NOT NULL DEFAULT 0,         -- 0 waiting, 1 sent, 2 superseded
  sent_at  INTEGER,
  PRIMARY KEY (seq, revision, outlet)
) WITHOUT ROWID;
INSERT INTO outbox SELECT seq, revision, outlet, outcome, state, sent_at FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_waiting ON outbox (outlet, seq, revision) WHERE state = 0;

-- Kind, client, seller and number of an invoice, shortened; documents decided before have none.
ALTER TABLE document ADD COLUMN number_key INTEGER;
CREATE INDEX document_number ON document (number_key) WHERE number_key IS NOT NULL;
