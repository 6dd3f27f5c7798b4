-- The third migration: a row of capture names its WARC record and the digest of its payload, so that
-- a payload that is in the archive already is found, and the archive can be cited. Never edit once
-- released.

ALTER TABLE capture ADD COLUMN payload_digest TEXT;
ALTER TABLE capture ADD COLUMN record_id TEXT;
ALTER TABLE capture ADD COLUMN refers_to TEXT;
CREATE INDEX capture_payload ON capture (payload_digest) WHERE payload_digest IS NOT NULL;
CREATE INDEX capture_record ON capture (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX capture_body ON capture (sha256);
