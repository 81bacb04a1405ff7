-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "ringAt" TIMESTAMPTZ(3),
ADD COLUMN     "rings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "rung" INTEGER[];

-- CreateTable
CREATE TABLE "CommunityRevision" (
    "id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "CommunityRevision_pkey" PRIMARY KEY ("id")
);

INSERT INTO "CommunityRevision" ("id", "number") VALUES (1, 0);

-- Whoever changes the community, every process sees it. \x3B is a semicolon, at which the engine would cut the script.
CREATE FUNCTION community_changed() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  UPDATE "CommunityRevision" SET "number" = "number" + 1\x3B
  RETURN NULL\x3B
END
';

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Estate"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Grid"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Building"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Committee"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Calendar"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Member"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "MemberGrid"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "Duty"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "DutyShift"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();

CREATE TRIGGER community_changed AFTER INSERT OR UPDATE OR DELETE ON "StandIn"
FOR EACH STATEMENT EXECUTE FUNCTION community_changed();
