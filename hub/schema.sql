-- One text for SQLite and PostgreSQL 15: every key begins with the regency's
-- code (kab), ids come from outside, no sequences, no row ids, no foreign keys.
-- Times are milliseconds since 1970, UTC, by the hub's clock.

CREATE TABLE IF NOT EXISTS meta (
    kab   TEXT NOT NULL,
    key   TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kab, key)
);

-- one-time codes; only the digest of a code is kept
CREATE TABLE IF NOT EXISTS code (
    kab     TEXT   NOT NULL,
    digest  TEXT   NOT NULL,
    village TEXT   NOT NULL,
    made    BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    device  TEXT   NOT NULL, -- that used it; empty while unused
    answer  BYTEA  NOT NULL, -- what it was answered, for a lost reply
    PRIMARY KEY (kab, digest)
);

CREATE TABLE IF NOT EXISTS device (
    kab       TEXT   NOT NULL,
    device    TEXT   NOT NULL,
    village   TEXT   NOT NULL,
    verifier  TEXT   NOT NULL,
    recipient TEXT   NOT NULL,
    epoch     TEXT   NOT NULL, -- at enrolment
    enrolled  BIGINT NOT NULL,
    revoked   BIGINT NOT NULL, -- 0 while it may write
    PRIMARY KEY (kab, device)
);

-- a log and its head
CREATE TABLE IF NOT EXISTS log (
    kab      TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    origin   TEXT   NOT NULL,
    village  TEXT   NOT NULL,
    audience TEXT   NOT NULL,
    size     BIGINT NOT NULL,
    root     BYTEA  NOT NULL,
    receipt  BYTEA  NOT NULL,
    changed  BIGINT NOT NULL,
    PRIMARY KEY (kab, id)
);

-- bundles that brought something new: the signed note, and the sealed body of
-- those that the hub cannot open
CREATE TABLE IF NOT EXISTS bundle (
    kab      TEXT   NOT NULL,
    digest   TEXT   NOT NULL,
    log      TEXT   NOT NULL,
    from_n   BIGINT NOT NULL,
    to_n     BIGINT NOT NULL,
    root     BYTEA  NOT NULL,
    note     BYTEA  NOT NULL,
    sealed   BYTEA  NOT NULL,
    received BIGINT NOT NULL,
    PRIMARY KEY (kab, digest)
);

CREATE INDEX IF NOT EXISTS bundle_place ON bundle (kab, log, to_n);

-- tree nodes by their place in tlog's storage order
CREATE TABLE IF NOT EXISTS node (
    kab  TEXT   NOT NULL,
    log  TEXT   NOT NULL,
    idx  BIGINT NOT NULL,
    hash BYTEA  NOT NULL,
    PRIMARY KEY (kab, log, idx)
);

-- entry lines, byte for byte
CREATE TABLE IF NOT EXISTS line (
    kab  TEXT   NOT NULL,
    log  TEXT   NOT NULL,
    n    BIGINT NOT NULL,
    line BYTEA  NOT NULL,
    PRIMARY KEY (kab, log, n)
);

-- entries by id: the first to come takes effect
CREATE TABLE IF NOT EXISTS entry (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    log     TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    PRIMARY KEY (kab, village, id)
);

-- requests: a view of the entries; the greatest (tick, device) gives a value,
-- so that the order of arrival does not matter
CREATE TABLE IF NOT EXISTS request (
    kab          TEXT   NOT NULL,
    village      TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    service      TEXT   NOT NULL,
    number       TEXT   NOT NULL,
    recorded     TEXT   NOT NULL, -- the desk's clock, RFC 3339
    body_tick    BIGINT NOT NULL,
    body_device  TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    changed      TEXT   NOT NULL, -- the desk's clock, RFC 3339
    state_tick   BIGINT NOT NULL,
    state_device TEXT   NOT NULL,
    PRIMARY KEY (kab, village, id)
);

-- people who open the pages; a login is never given to another person
CREATE TABLE IF NOT EXISTS account (
    kab      TEXT   NOT NULL,
    login    TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    place    TEXT   NOT NULL, -- kecamatan code; empty for the whole regency
    office   TEXT   NOT NULL, -- in whose name decisions are made
    services TEXT   NOT NULL, -- keys, with a blank between; agencies only
    hash     TEXT   NOT NULL, -- argon2id, PHC text form
    made     BIGINT NOT NULL,
    off      BIGINT NOT NULL, -- 0 while it may log in
    PRIMARY KEY (kab, login)
);

-- open sessions; only the digest of a token is kept
CREATE TABLE IF NOT EXISTS session (
    kab    TEXT   NOT NULL,
    digest TEXT   NOT NULL,
    login  TEXT   NOT NULL,
    made   BIGINT NOT NULL,
    seen   BIGINT NOT NULL,
    PRIMARY KEY (kab, digest)
);

CREATE INDEX IF NOT EXISTS session_login ON session (kab, login);

-- who did what, when and from where; ids only, never personal data
CREATE TABLE IF NOT EXISTS audit (
    kab     TEXT   NOT NULL,
    id      TEXT   NOT NULL, -- rises with time
    at      BIGINT NOT NULL,
    login   TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    address TEXT   NOT NULL,
    PRIMARY KEY (kab, id)
);

CREATE INDEX IF NOT EXISTS audit_login ON audit (kab, login, act, at);
