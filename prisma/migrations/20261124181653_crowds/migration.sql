-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "building" TEXT,
ADD COLUMN     "estateId" INTEGER;

-- CreateTable
CREATE TABLE "CardVoice" (
    "cardMessageId" INTEGER NOT NULL,
    "messageId" INTEGER NOT NULL,

    CONSTRAINT "CardVoice_pkey" PRIMARY KEY ("cardMessageId","messageId")
);

-- CreateIndex
CREATE INDEX "CardVoice_messageId_idx" ON "CardVoice"("messageId");

-- CreateIndex
CREATE INDEX "Message_chatId_id_idx" ON "Message"("chatId", "id");

-- CreateIndex
CREATE INDEX "Outbound_chatId_id_idx" ON "Outbound"("chatId", "id");

-- CreateIndex
CREATE INDEX "Ticket_estateId_category_matter_state_createdAt_idx" ON "Ticket"("estateId", "category", "matter", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Ticket_chatId_state_createdAt_idx" ON "Ticket"("chatId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Ticket_committeeId_createdAt_idx" ON "Ticket"("committeeId", "createdAt");

-- CreateIndex
CREATE INDEX "Ticket_state_answerBy_idx" ON "Ticket"("state", "answerBy");

-- CreateIndex
CREATE INDEX "Ticket_building_id_idx" ON "Ticket"("building", "id");

-- CreateIndex
CREATE INDEX "Ticket_category_id_idx" ON "Ticket"("category", "id");

-- CreateIndex
CREATE INDEX "Ticket_mergedId_idx" ON "Ticket"("mergedId");

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_estateId_fkey" FOREIGN KEY ("estateId") REFERENCES "Estate"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardVoice" ADD CONSTRAINT "CardVoice_cardMessageId_fkey" FOREIGN KEY ("cardMessageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardVoice" ADD CONSTRAINT "CardVoice_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What could be told by the tickets before: the building of their place, the estate of their chat, else of a reporter's flat.
UPDATE "Ticket" SET "building" = "place"->>'building' WHERE "place" IS NOT NULL;

UPDATE "Ticket" t SET "estateId" = c."estateId" FROM "Chat" c WHERE c."id" = t."chatId";

UPDATE "Ticket" t
SET "estateId" = b."estateId"
FROM "TicketReporter" r
JOIN "Person" p ON p."id" = r."personId"
JOIN "Flat" f ON f."id" = p."flatId"
JOIN "Building" b ON b."id" = f."buildingId"
WHERE t."estateId" IS NULL AND r."ticketId" = t."id" AND r."first";
