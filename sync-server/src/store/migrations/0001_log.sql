-- What a relay keeps. Frozen: later schemas are later files.

CREATE TABLE workspaces (
    workspace BLOB NOT NULL PRIMARY KEY,
    founded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE circles (
    id INTEGER PRIMARY KEY,
    circle BLOB NOT NULL UNIQUE,
    workspace BLOB NOT NULL REFERENCES workspaces (workspace)
) STRICT;

CREATE INDEX circles_by_workspace ON circles (workspace);

-- Control records of rosters (chain = workspace id) and circles (chain = circle id), as they were signed.
CREATE TABLE control (
    chain BLOB NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (chain, idx)
) STRICT;

-- Envelopes, as they were signed. `digest` is the log digest after this record.
CREATE TABLE log (
    circle INTEGER NOT NULL REFERENCES circles (id),
    position INTEGER NOT NULL,
    device BLOB NOT NULL,
    dseq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    digest BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (circle, position)
) STRICT;

CREATE UNIQUE INDEX log_by_device ON log (circle, device, dseq);

-- One-time set-up tokens, as SHA-256 of their bytes.
CREATE TABLE setup_tokens (
    hash BLOB NOT NULL PRIMARY KEY,
    made_at INTEGER NOT NULL,
    workspace BLOB,
    used_at INTEGER
) STRICT;

-- Rows found damaged and since repaired, as they were found: nothing is thrown away.
CREATE TABLE damaged (
    id INTEGER PRIMARY KEY,
    chain BLOB NOT NULL,
    at INTEGER NOT NULL,
    is_control INTEGER NOT NULL,
    hash BLOB NOT NULL,
    record BLOB NOT NULL,
    repaired_at INTEGER NOT NULL
) STRICT;
