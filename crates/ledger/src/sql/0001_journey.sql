-- The journey of a document on one machine: state table, originals, outcomes, outbox, events, leaves, tasks.
-- No list after IN in a CHECK or an index: SQLite would build it anew in every statement that writes the table.

-- Names of sources, clients and outlets, told once.
CREATE TABLE name (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

-- One narrow row a document: written by receive, claim, commit and deliver.
CREATE TABLE document (
  seq            INTEGER PRIMARY KEY,          -- order of receipt
  id             TEXT    NOT NULL,             -- correlation id
  id_short       INTEGER NOT NULL,             -- first eight bytes of SHA-256(id), to find it by
  sha256         BLOB    NOT NULL,
  sha_short      INTEGER NOT NULL,             -- first eight bytes of sha256
  key_kind       INTEGER NOT NULL,             -- 0 correlation id, 1 digest, 2 given (see idempotency)
  part           INTEGER NOT NULL DEFAULT 0,   -- place in the request or container, from 0
  source         INTEGER NOT NULL,
  client         INTEGER NOT NULL,
  size           INTEGER NOT NULL,
  name           TEXT,
  format         TEXT    NOT NULL,
  lane           INTEGER NOT NULL,
  priority       INTEGER NOT NULL,
  routing        TEXT,                         -- JSON, where something was directed
  kind           TEXT    NOT NULL,
  jurisdiction   TEXT,
  as_of          TEXT,
  received_at    INTEGER NOT NULL,             -- microseconds since 1970, as all times
  due            INTEGER NOT NULL,             -- received_at less the head start
  container      INTEGER,                      -- the document this is a part of
  other          INTEGER,                      -- duplicate of, or sent again after
  again          TEXT,
  state          INTEGER NOT NULL,
  moved_from     INTEGER NOT NULL,
  moved_at       INTEGER NOT NULL,
  code           TEXT,
  wake_at        INTEGER,
  attempt        INTEGER NOT NULL DEFAULT 0,
  failures       INTEGER NOT NULL DEFAULT 0,
  alone          INTEGER NOT NULL DEFAULT 0,   -- 0 in batches, else 1 + deaths while alone
  token          INTEGER,
  lease_until    INTEGER,
  events         BLOB    NOT NULL,             -- (batch, index) of each of its events, as varints
  decisions      TEXT,                         -- JSON list of people's decisions
  outcome        INTEGER,                      -- the last outcome
  revision       INTEGER NOT NULL DEFAULT 0,   -- of its last release
  language       TEXT,
  lines          INTEGER NOT NULL DEFAULT 0,
  quarantined    INTEGER NOT NULL DEFAULT 0,
  lines_rejected INTEGER NOT NULL DEFAULT 0,
  lines_released INTEGER NOT NULL DEFAULT 0,
  declared       TEXT,
  sound          TEXT,
  released_value TEXT,
  currency       TEXT,
  findings       INTEGER NOT NULL DEFAULT 0,
  first_finding  TEXT,
  CHECK (/*MOVES*/)
);
CREATE INDEX document_id ON document (id_short);
CREATE INDEX document_sha ON document (sha_short);
CREATE INDEX document_hot ON document (lane, due, seq) WHERE state = 1;
CREATE INDEX document_leased ON document (lease_until) WHERE state = 2;
CREATE INDEX document_waiting ON document (wake_at) WHERE state = 3;
CREATE INDEX document_review ON document (seq) WHERE state = 4;
CREATE INDEX document_dead ON document (seq) WHERE state = 7;
CREATE INDEX document_part ON document (container, part) WHERE container IS NOT NULL;

-- Keys that senders gave.
CREATE TABLE idempotency (
  source INTEGER NOT NULL,
  client INTEGER NOT NULL,
  key    TEXT    NOT NULL,
  part   INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (source, client, key, part)
) WITHOUT ROWID;

-- Documents received, counted on their own.
CREATE TABLE accepted (one INTEGER PRIMARY KEY CHECK (one = 1), documents INTEGER NOT NULL);
INSERT INTO accepted VALUES (1, 0);

-- Originals up to 16 kB, as received.
CREATE TABLE original (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

-- What an attempt found. Never changed.
CREATE TABLE outcome (
  id            INTEGER PRIMARY KEY,
  seq           INTEGER NOT NULL,
  record        TEXT    NOT NULL,
  findings      TEXT    NOT NULL,
  reading       TEXT,
  held          TEXT,                          -- JSON list of held lines with their codes
  jurisdiction  TEXT,
  relevant_date TEXT,
  basis         TEXT    NOT NULL,
  scheme        TEXT,
  edition       TEXT
);

-- What goes downstream: one row a (document, revision, outlet).
CREATE TABLE outbox (
  id       INTEGER PRIMARY KEY,
  seq      INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  outlet   INTEGER NOT NULL,
  outcome  INTEGER NOT NULL,
  state    INTEGER NOT NULL DEFAULT 0,         -- 0 waiting, 1 sent, 2 superseded
  sent_at  INTEGER,
  sha256   BLOB
);
CREATE UNIQUE INDEX outbox_effect ON outbox (seq, revision, outlet);
CREATE INDEX outbox_waiting ON outbox (outlet, id) WHERE state = 0;

-- How far the folder outlet's files are good.
CREATE TABLE file_mark (
  outlet INTEGER NOT NULL,
  file   TEXT    NOT NULL,
  length INTEGER NOT NULL,
  PRIMARY KEY (outlet, file)
) WITHOUT ROWID;

-- What people must decide.
CREATE TABLE task (
  id         INTEGER PRIMARY KEY,
  seq        INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  line       INTEGER,
  field      TEXT,
  codes      TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  since      INTEGER NOT NULL,
  settled_at INTEGER
);
CREATE INDEX task_open ON task (id) WHERE settled_at IS NULL;
CREATE INDEX task_document ON task (seq) WHERE settled_at IS NULL;

-- The log: events as they were committed, and their leaves.
CREATE TABLE event_batch (
  id     INTEGER PRIMARY KEY,
  events BLOB NOT NULL                          -- canonical bytes, one event a line
);
CREATE TABLE leaf (
  batch      INTEGER PRIMARY KEY,
  first_leaf INTEGER NOT NULL UNIQUE,
  hashes     BLOB NOT NULL
);
CREATE TABLE log_head (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  size     INTEGER NOT NULL,
  frontier BLOB    NOT NULL,
  low      INTEGER NOT NULL                     -- every batch up to this one has its leaves
);
INSERT INTO log_head VALUES (1, 0, x'', 0);
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL, frontier BLOB NOT NULL);

-- Tariff editions as imported.
CREATE TABLE tariff_edition (
  id         INTEGER PRIMARY KEY,
  scheme     TEXT NOT NULL,
  name       TEXT NOT NULL,
  legal_from TEXT NOT NULL,
  known_from TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  content    BLOB NOT NULL,
  UNIQUE (scheme, name, sha256, legal_from, known_from)
);

-- Receipts that their reader has not fetched yet.
CREATE TABLE receipt_page (
  upload INTEGER NOT NULL,
  page   INTEGER NOT NULL,
  body   BLOB NOT NULL,
  PRIMARY KEY (upload, page)
) WITHOUT ROWID;
