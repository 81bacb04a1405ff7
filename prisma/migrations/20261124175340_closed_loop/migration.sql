-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('solved', 'partly', 'unsolvable', 'outside');

-- CreateEnum
CREATE TYPE "Waiting" AS ENUM ('resident', 'parts', 'third_party');

-- CreateEnum
CREATE TYPE "ShiftDays" AS ENUM ('every', 'working', 'off');

-- CreateEnum
CREATE TYPE "GroupMode" AS ENUM ('answer', 'listen', 'off');

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "mode" "GroupMode" NOT NULL DEFAULT 'answer';

-- AlterTable
ALTER TABLE "Committee" ADD COLUMN     "calendarId" INTEGER;

-- AlterTable
ALTER TABLE "DutyShift" ADD COLUMN     "gridCode" TEXT,
ADD COLUMN     "on" "ShiftDays" NOT NULL DEFAULT 'every';

-- AlterTable
ALTER TABLE "Flat" ADD COLUMN     "area" INTEGER;

-- AlterTable
ALTER TABLE "FollowUp" ALTER COLUMN "ticketId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "leftAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "answeredAt" TIMESTAMPTZ(3),
ADD COLUMN     "correctBy" TIMESTAMPTZ(3),
ADD COLUMN     "disputes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "handbacks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mergedId" INTEGER,
ADD COLUMN     "outcome" "Outcome",
ADD COLUMN     "waiting" "Waiting";

-- CreateTable
CREATE TABLE "Calendar" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "week" JSONB NOT NULL,
    "statutory" BOOLEAN NOT NULL,
    "open" TEXT[],
    "closed" TEXT[],

    CONSTRAINT "Calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StandIn" (
    "id" SERIAL NOT NULL,
    "memberId" INTEGER NOT NULL,
    "byId" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "StandIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TicketAssist" (
    "ticketId" INTEGER NOT NULL,
    "committeeId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TicketAssist_pkey" PRIMARY KEY ("ticketId","committeeId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Calendar_code_key" ON "Calendar"("code");

-- CreateIndex
CREATE INDEX "StandIn_memberId_idx" ON "StandIn"("memberId");

-- AddForeignKey
ALTER TABLE "Committee" ADD CONSTRAINT "Committee_calendarId_fkey" FOREIGN KEY ("calendarId") REFERENCES "Calendar"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StandIn" ADD CONSTRAINT "StandIn_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StandIn" ADD CONSTRAINT "StandIn_byId_fkey" FOREIGN KEY ("byId") REFERENCES "Member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_mergedId_fkey" FOREIGN KEY ("mergedId") REFERENCES "Ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketAssist" ADD CONSTRAINT "TicketAssist_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketAssist" ADD CONSTRAINT "TicketAssist_committeeId_fkey" FOREIGN KEY ("committeeId") REFERENCES "Committee"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What clocks are counted from stands in the events.
UPDATE "TicketEvent" e
SET "data" = e."data" || jsonb_build_object('category', t."category", 'urgency', t."urgency")
FROM "Ticket" t
WHERE t."id" = e."ticketId" AND e."kind" = 'found';
