-- Records, archived by now, whose links are still to become those of `into_row`, or to end where that is null. Row ids are
-- those of `crm_records` (0002): they begin with the account.
CREATE TABLE crm_moves (
    row INTEGER PRIMARY KEY,
    into_row INTEGER
) STRICT;
CREATE INDEX crm_moves_into ON crm_moves (into_row) WHERE into_row IS NOT NULL;
