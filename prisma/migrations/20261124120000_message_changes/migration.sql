-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "editedAt" TIMESTAMPTZ(3),
ADD COLUMN     "recalledAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "WebPost" ADD COLUMN     "recalled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "recalls" INTEGER;

-- CreateIndex
CREATE UNIQUE INDEX "WebPost_recalls_key" ON "WebPost"("recalls");

-- CreateIndex
CREATE INDEX "Outbound_ticketId_idx" ON "Outbound"("ticketId");
