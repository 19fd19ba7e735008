-- Holds: what a person has stopped.

-- One row a hold; it stays when the hold has ended.
CREATE TABLE hold (
  id           INTEGER PRIMARY KEY,
  kind         INTEGER NOT NULL,               -- 0 everything, 1 a lane, 2 a source, 3 a dependency
  named        INTEGER NOT NULL,               -- the lane, or the name's number; 0 for everything
  reason       TEXT    NOT NULL,
  held_by      TEXT    NOT NULL,
  since        INTEGER NOT NULL,
  until        INTEGER,                        -- when it is to end by itself
  ended_at     INTEGER,
  ended_by     TEXT,
  ended_reason TEXT,
  events       BLOB    NOT NULL                -- (batch, index) of each of its events, as varints
);
CREATE INDEX hold_in_force ON hold (id) WHERE ended_at IS NULL;
