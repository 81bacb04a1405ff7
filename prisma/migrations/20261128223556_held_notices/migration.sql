-- AlterTable
ALTER TABLE "Outbound" ADD COLUMN     "asks" TEXT,
ALTER COLUMN "chatId" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "Outbound_personId_state_idx" ON "Outbound"("personId", "state");
