-- CreateTable
CREATE TABLE "TicketMessage" (
    "ticketId" INTEGER NOT NULL,
    "messageId" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "images" JSONB NOT NULL,

    CONSTRAINT "TicketMessage_pkey" PRIMARY KEY ("ticketId","messageId")
);

-- CreateIndex
CREATE INDEX "TicketMessage_messageId_idx" ON "TicketMessage"("messageId");

-- AddForeignKey
ALTER TABLE "TicketMessage" ADD CONSTRAINT "TicketMessage_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketMessage" ADD CONSTRAINT "TicketMessage_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Until now a message belonged to one ticket as a whole.
INSERT INTO "TicketMessage" ("ticketId", "messageId", "text", "images")
SELECT "ticketId", "id", "text", "images" FROM "Message" WHERE "ticketId" IS NOT NULL;

-- DropForeignKey
ALTER TABLE "Message" DROP CONSTRAINT "Message_ticketId_fkey";

-- DropIndex
DROP INDEX "Message_ticketId_idx";

-- AlterTable
ALTER TABLE "Message" DROP COLUMN "ticketId";
