-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "news" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "toldAt" TIMESTAMPTZ(3);

UPDATE "Ticket" t SET "toldAt" = (SELECT max(e."at") FROM "TicketEvent" e WHERE e."ticketId" = t."id");

-- One follow-up without a ticket of each kind and round: to the index above every null is another.
CREATE UNIQUE INDEX "FollowUp_kind_round_key" ON "FollowUp"("kind", "round") WHERE "ticketId" IS NULL;
