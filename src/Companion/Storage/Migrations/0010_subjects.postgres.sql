-- A message about a subject goes to hundreds of people, and each of them changes their own: nobody has to read past the others.
DROP INDEX outbox_by_subject;
CREATE INDEX outbox_by_subject ON outbox (organisation_id, subject, member_id);
