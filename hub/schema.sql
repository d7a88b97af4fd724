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

-- the verifier key of what a code signs, for requests that come as files
CREATE TABLE IF NOT EXISTS code_key (
    kab      TEXT NOT NULL,
    digest   TEXT NOT NULL, -- of the code
    hash     TEXT NOT NULL, -- of the key, as signatures name it
    verifier TEXT NOT NULL,
    PRIMARY KEY (kab, digest)
);

CREATE INDEX IF NOT EXISTS code_key_hash ON code_key (kab, hash);

CREATE TABLE IF NOT EXISTS device (
    kab        TEXT   NOT NULL,
    device     TEXT   NOT NULL,
    village    TEXT   NOT NULL,
    verifier   TEXT   NOT NULL,
    recipient  TEXT   NOT NULL,
    epoch      TEXT   NOT NULL, -- at enrolment
    enrolled   BIGINT NOT NULL,
    revoked    BIGINT NOT NULL, -- 0 while it may write
    revoked_at BIGINT NOT NULL DEFAULT 0, -- entries of its kabupaten log that are still taken in
    seen       BIGINT NOT NULL DEFAULT 0, -- when it last brought or asked for something
    asked      BIGINT NOT NULL DEFAULT 0, -- how much of the down log it said to have
    PRIMARY KEY (kab, device)
);

CREATE INDEX IF NOT EXISTS device_village ON device (kab, village);

-- a village: its row is the lock of its views and of its down log
CREATE TABLE IF NOT EXISTS village (
    kab       TEXT   NOT NULL,
    village   TEXT   NOT NULL,
    tick      BIGINT NOT NULL, -- greatest that was seen or given
    epoch     TEXT   NOT NULL, -- of the down log
    turned    BIGINT NOT NULL, -- when that epoch began
    name      TEXT   NOT NULL, -- as its letters have it
    kecamatan TEXT   NOT NULL,
    PRIMARY KEY (kab, village)
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

-- bundles that brought something new: the signed note and the sealed body, for
-- the village's other devices
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
    subject TEXT   NOT NULL,
    PRIMARY KEY (kab, village, id)
);

CREATE INDEX IF NOT EXISTS entry_subject ON entry (kab, village, subject);

-- requests: a view of the entries; the greatest (tick, device) gives a value,
-- so that the order of arrival does not matter. Who applied stands in the line
-- of the body alone; person is a keyed digest, to find the same person twice
CREATE TABLE IF NOT EXISTS request (
    kab           TEXT   NOT NULL,
    village       TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    service       TEXT   NOT NULL, -- empty while only steps have come
    number        TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    day           TEXT   NOT NULL, -- of recorded, 2026-11-23
    recorded      TEXT   NOT NULL, -- the desk's clock, RFC 3339
    body_tick     BIGINT NOT NULL,
    body_device   TEXT   NOT NULL,
    body_entry    TEXT   NOT NULL,
    body_log      TEXT   NOT NULL,
    body_n        BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    changed       TEXT   NOT NULL, -- the desk's clock, RFC 3339
    state_tick    BIGINT NOT NULL,
    state_device  TEXT   NOT NULL,
    received      BIGINT NOT NULL, -- first of its entries to come
    decision      TEXT   NOT NULL, -- the last one; empty for none
    office        TEXT   NOT NULL,
    decided       TEXT   NOT NULL, -- RFC 3339
    decision_tick BIGINT NOT NULL,
    PRIMARY KEY (kab, village, id)
);

CREATE INDEX IF NOT EXISTS request_number ON request (kab, village, number);

CREATE INDEX IF NOT EXISTS request_person ON request (kab, village, person);

CREATE INDEX IF NOT EXISTS request_received ON request (kab, received);

-- what the hub thinks of each entry; one that is not well is told to the village
CREATE TABLE IF NOT EXISTS verdict (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    entry   TEXT   NOT NULL,
    verdict TEXT   NOT NULL,
    request TEXT   NOT NULL,
    field   TEXT   NOT NULL,
    text    TEXT   NOT NULL, -- Indonesian, for the clerk
    at      BIGINT NOT NULL,
    PRIMARY KEY (kab, village, entry)
);

CREATE INDEX IF NOT EXISTS verdict_request ON verdict (kab, village, request) WHERE verdict <> 'ok';

-- what a person should look at: a fork, a clock, a revoked device that sends
CREATE TABLE IF NOT EXISTS alarm (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    device  TEXT   NOT NULL,
    log     TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    first   BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    times   BIGINT NOT NULL,
    PRIMARY KEY (kab, village, device, log, kind)
);

-- scans and photos that accepted entries name; their chunks are files in the
-- data directory
CREATE TABLE IF NOT EXISTS scan (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    sha256  TEXT   NOT NULL, -- of the plain bytes, hex
    size    BIGINT NOT NULL,
    have    TEXT   NOT NULL, -- chunks that are there, a set in hex
    state   TEXT   NOT NULL, -- empty while some are missing; whole, differs
    named   BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (kab, village, sha256, size)
);

-- what a village's scans take: its row is their lock
CREATE TABLE IF NOT EXISTS shelf (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    bytes   BIGINT NOT NULL, -- plain, of the chunks that are there
    whole   BIGINT NOT NULL, -- scans with every chunk and the right digest
    PRIMARY KEY (kab, village)
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

-- letter numbers of an office with several PCs: what each said that it keeps
-- and was given, by year
CREATE TABLE IF NOT EXISTS numbering (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    device  TEXT   NOT NULL,
    year    BIGINT NOT NULL,
    used    BIGINT NOT NULL, -- greatest number that came
    upto    BIGINT NOT NULL, -- as the PC said, -1 before it did
    top     BIGINT NOT NULL, -- end of the last block that it was given
    PRIMARY KEY (kab, village, device, year)
);

-- what the answers to the satisfaction survey add up to, as each PC said last
CREATE TABLE IF NOT EXISTS survey (
    kab     TEXT   NOT NULL,
    village TEXT   NOT NULL,
    device  TEXT   NOT NULL,
    year    BIGINT NOT NULL,
    month   BIGINT NOT NULL,
    tick    BIGINT NOT NULL,
    sum     TEXT   NOT NULL, -- kampung.SurveySum as JSON
    PRIMARY KEY (kab, village, device, year, month)
);
